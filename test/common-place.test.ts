import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, it } from "vitest";

const project = fileURLToPath(new URL("..", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "graft-tests-"));
symlinkSync(join(project, "node_modules"), join(folder, "node_modules"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs a file of tests in a process of its own; gives the state of each, and what it wrote. */
function run(text: string): { states: string[]; wrote: string } {
	const file = join(folder, "run.test.ts");
	const written = join(folder, "wrote");
	const report = join(folder, "report.json");
	writeFileSync(written, "");
	writeFileSync(
		file,
		`import { appendFileSync } from "node:fs";
		import { afterEach, describe, expect, it } from "vitest";
		import { commonPlace } from ${JSON.stringify(join(project, "test/common-place.ts"))};
		import { story } from ${JSON.stringify(join(project, "test/story.ts"))};
		const write = (text: string) => appendFileSync(${JSON.stringify(written)}, text);
		${text}`,
	);
	spawnSync(process.execPath, [
		join(project, "node_modules/vitest/vitest.mjs"),
		...["run", "--root", folder, "--reporter=json"],
		`--outputFile=${report}`,
	]);
	const { testResults } = JSON.parse(readFileSync(report, "utf8"));
	return {
		states: testResults[0].assertionResults.map(({ status }: { status: string }) => status),
		wrote: readFileSync(written, "utf8"),
	};
}

it("gives the test after one that failed a new place, whatever failed of it", () => {
	const { states, wrote } = run(`
		let made = 0;
		const place = commonPlace(async () => ++made, (old) => write("-" + old));
		afterEach(({ task }) => { if (task.name === "untidy") throw new Error("left something"); });
		it("first", () => write("a" + place()));
		it("second", () => { write("b" + place()); expect(1).toBe(2); });
		it("untidy", () => write("c" + place()));
		it("last", () => write("d" + place()));`);
	expect(states).toEqual(["passed", "failed", "failed", "passed"]);
	expect(wrote).toBe("a1b1-1c2-2d3-3");
});

it("leaves the rest of a story out where one of it fails, and nothing of another", () => {
	const { states, wrote } = run(`
		describe("one", () => {
			story();
			it("first", () => write("a"));
			it("second", () => expect(1).toBe(2));
			it("third", () => write("c"));
		});
		describe("other", () => { story(); it("goes on", () => write("d")); });`);
	expect(states).toEqual(["passed", "failed", "skipped", "passed"]);
	expect(wrote).toBe("ad");
});
