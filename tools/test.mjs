// `npm test` on any clone: prepares what is missing, brings what the tests need from the system where it may,
// runs everything, and closes with the line that counts: "N passed, N failed, N skipped".
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { prepare } from "./lib/prepare.mjs";
import { run, say } from "./lib/run.mjs";
import { installSystemParts } from "./lib/system-packages.mjs";

const only = process.argv.slice(2);
await prepare(["dependencies", "driver", "client", "commandLine", "worker", "console"]);
const missing = await installSystemParts();

const folder = mkdtempSync(join(tmpdir(), "graft-test-"));
const results = join(folder, "results.json");
const code = await run(process.execPath, [
	"node_modules/vitest/vitest.mjs",
	"run",
	"--reporter=default",
	"--reporter=json",
	`--outputFile.json=${results}`,
	...only,
]);
const counts = readCounts();
rmSync(folder, { recursive: true, force: true });

if (missing.length > 0) {
	say("left out, because the system does not have it:");
	for (const part of missing) say(`  ${part.for} (${part.looksFor})`);
	say(`to bring it: sudo apt-get install ${missing.map((part) => part.package).join(" ")}`);
}
const leftOut = Boolean(process.env.CI) && (missing.length > 0 || counts.skipped > 0);
if (leftOut) say("CI leaves nothing out: this run failed.");
process.exitCode = code === 0 && counts.failed === 0 && counts.passed > 0 && !leftOut ? 0 : 1;
process.stdout.write(
	`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped\n`,
);

function readCounts() {
	try {
		const report = JSON.parse(readFileSync(results, "utf8"));
		const brokenFiles = report.testResults.filter(
			(file) => file.status === "failed" && file.assertionResults.length === 0,
		);
		return {
			passed: report.numPassedTests,
			failed: report.numFailedTests + brokenFiles.length,
			skipped: report.numPendingTests + report.numTodoTests,
		};
	} catch {
		return { passed: 0, failed: 1, skipped: 0 };
	}
}
