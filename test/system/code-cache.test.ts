import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { project } from "./command-line.ts";

const dist = join(project, "apps/install-plugin/dist");

/** In a process of its own: a cache is refused where V8 runs with other flags, as it may for tests. */
const judge = `
	const { readFileSync } = require("node:fs");
	const { Script } = require("node:vm");
	for (const file of process.argv.slice(1)) {
		const cachedData = readFileSync(file + ".cache");
		const { cachedDataRejected } = new Script(readFileSync(file, "utf8"), { cachedData });
		if (cachedDataRejected) console.log(file);
	}`;

test("V8 takes the code cache of every script of the built command line that has one", () => {
	const [folder = "", another] = readdirSync(dist).filter((name) => name.startsWith(".build-"));
	expect(another).toBeUndefined();
	const names = readdirSync(join(dist, folder));
	const cached = names.filter((name) => names.includes(`${name}.cache`));
	for (const command of ["start", "plan", "status", "import", "list", "prisma-client"])
		expect(cached).toContainEqual(expect.stringMatching(new RegExp(`^${command}(-|\\.)`)));
	const files = cached.map((name) => join(dist, folder, name));
	expect(execFileSync(process.execPath, ["-e", judge, ...files], { env: {} }).toString()).toBe("");
});
