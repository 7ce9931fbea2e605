import { cp } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, it } from "vitest";
import { noChromium } from "../browser/chromium.ts";
import { type Project, projectWithTidewatch } from "../dropped-in/project.ts";
import { noMariadb } from "./mariadb.ts";

const missing = noMariadb ?? noChromium;

/** "A folder, a line and a sample": no other file of the project knows the platform, and all of it serves it. */
describe.skipIf(missing)(`a platform that is new (${missing ?? "in a copy of all this"})`, () => {
	let project: Project;
	beforeAll(async () => {
		project = await projectWithTidewatch();
	});
	afterAll(() => project.remove());

	const test = async (source: string, target: string, ...flags: string[]) => {
		if (source !== target) await cp(join(project.folder, source), join(project.folder, target));
		await project.run(["node", "node_modules/vitest/vitest.mjs", "run", target, ...flags]);
	};

	it("goes through the suite of contracts", async () => {
		const suite = "test/contracts/platforms.test.ts";
		await test(suite, suite, "-t", "tidewatch");
	});

	it("is served by the command line", async () => {
		await project.run(["node", "apps/install-plugin/build.mjs"]);
		await test("test/dropped-in/tidewatch-by-command.ts", "test/dropped-in/by-command.test.ts");
	});

	it("is served by the console", async () => {
		await project.run(["node", "packages/services/build.mjs"]);
		await project.run(["node", "node_modules/next/dist/bin/next", "build", "apps/console"]);
		await test("test/dropped-in/tidewatch-in-browser.ts", "test/dropped-in/in-browser.test.ts");
	});
});
