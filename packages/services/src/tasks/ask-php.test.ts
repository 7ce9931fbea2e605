import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { ocsFiles } from "../../../../test/builders/ocs-files.ts";
import { makeZip } from "../../../../test/builders/zip.ts";
import { inspect } from "./archives.ts";
import { askPhp } from "./ask-php.ts";

const bytes = (source: string) => new TextEncoder().encode(source);
const noPhp = spawnSync("php", ["-n", "-v"]).status === 0 ? "" : "PHP is not on this machine";

describe.skipIf(noPhp !== "")(`the PHP of this machine${noPhp && ` (${noPhp})`}`, () => {
	it("says what it refuses and where, and runs nothing", async () => {
		expect(await askPhp(bytes("<?php\nexit(7); echo str_repeat('x', 1e9);"))).toEqual({
			fault: null,
		});
		expect(await askPhp(bytes("<?php\n\nfunction ("))).toMatchObject({ line: 3 });
		expect(await askPhp(bytes("<?php\nbreak;"))).toEqual({
			fault: "'break' not in the 'loop' or 'switch' context",
			line: 2,
		});
	});

	it("is asked about an archive, too", async () => {
		const files = ocsFiles();
		// Nothing but PHP itself knows what a method of its own class looks like.
		const odd = `${files["install.php"]}class Odd extends ArrayObject { function count(int $x): int { return 1; } }`;
		const { inspection } = await inspect(makeZip({ ...files, "install.php": odd }), []);
		const { problems } = inspection;
		expect(problems.map(({ code, severity }) => [code, severity])).toEqual([
			["ocs/install-php-syntax", "error"],
		]);
		expect(problems[0]?.message).toContain("compatible");
	});
});

it("without a PHP there is no verdict, and nothing that is waited for", async () => {
	const path = process.env.PATH;
	process.env.PATH = "/nowhere";
	const waitedFor = () => process.getActiveResourcesInfo().filter((kind) => kind === "Timeout");
	const before = waitedFor().length;
	try {
		expect(await askPhp(bytes("<?php break;"))).toBeNull();
		expect(waitedFor()).toHaveLength(before);
	} finally {
		process.env.PATH = path;
	}
});
