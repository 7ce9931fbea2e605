import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ocsFiles } from "../../../../test/builders/ocs-files.ts";
import { makeTree } from "../../../../test/builders/tree.ts";
import { windowsObjection } from "../archive/windows-names.ts";
import { readExtension } from "./read-extension.ts";

async function named(path: string) {
	const { problems } = await readExtension(makeTree({ ...ocsFiles(), [path]: "x\n" }), []);
	return problems
		.filter(({ code }) => /-name$/.test(code) && code.startsWith("archive/"))
		.map(({ severity, code, path: at }) => `${severity} ${code} ${at}`);
}

describe("a name that Windows cannot keep", () => {
	it.each(["CON.ps1", "aux.vbs", "Nul .ps1", "COM¹.ps1", "lpt9.a.ps1", "a?.ps1", "a|b.vbs"])(
		"%s is refused where the file goes to Windows agents, and a warning elsewhere",
		async (name) => {
			expect(await named(`agent/Windows/${name}`)).toEqual([
				`error archive/windows-name agent/Windows/${name}`,
			]);
			expect(await named(`cd_probe/${name}`)).toEqual([
				`warning archive/windows-name cd_probe/${name}`,
			]);
		},
	);

	it.each(["aux/x.php", "a./x.php", "a /x.php", "x.php.", "x.php "])(
		"%s is a warning, be it a folder's or a file's",
		async (path) => expect(await named(path)).toEqual([`warning archive/windows-name ${path}`]),
	);

	it.each(["com10.php", "console.php", "nul-x.php", ".nul", "auxiliary/x", "été.php", "a b.php"])(
		"is not %s",
		async (path) => expect(await named(path)).toEqual([]),
	);

	it("is what Python takes for one too", () => {
		const name = fc.stringMatching(/^(con|nul|COM[0-9¹²³x]|lpt[13]|aux|prn|a|conin\$)[ .x]{0,3}$/);
		const names = fc.sample(name, { numRuns: 400, seed: 42 });
		const program =
			"import json, sys, pathlib; print(json.dumps([pathlib.PureWindowsPath(n).is_reserved() for n in json.loads(sys.argv[1])]))";
		const said = execFileSync("python3", ["-c", program, JSON.stringify(names)], {
			encoding: "utf8",
		});
		const ours = names.map((each) => windowsObjection(each)?.includes("device") === true);
		expect(ours).toEqual(JSON.parse(said));
	});
});

it.each([
	"\u200b",
	"\u200d",
	"\u202e",
	"\u2066",
	"\u061c",
	"\ufeff",
	"\u00ad",
	"\u{e0041}",
	"\u3164",
])(
	"a name that holds %j is refused where the file goes to Windows agents, and a warning elsewhere",
	async (character) => {
		const [error] = await named(`agent/Windows/a${character}b.ps1`);
		const [warning] = await named(`cd_probe/a${character}b.php`);
		expect(error).toMatch(/^error archive\/invisible-name /);
		expect(warning).toMatch(/^warning archive\/invisible-name /);
	},
);
