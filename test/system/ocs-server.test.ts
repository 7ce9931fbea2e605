import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Connection } from "@graft/core/connections/connection";
import type { RunCheck, ServiceStep } from "@graft/core/domain/plan";
import type { Facts, ServerPart } from "@graft/core/drivers/files/wanted";
import type { Given } from "@graft/core/platforms/place";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openLocal } from "../../packages/core/src/connections/local/open-local.ts";
import { ocsInventory } from "../../packages/core/src/platforms/ocs-inventory/platform.ts";
import { server as ocsServer } from "../../packages/core/src/platforms/ocs-inventory/server.ts";
import { ocsFiles } from "../builders/ocs-files.ts";
import { type Files, makeTree } from "../builders/tree.ts";
import { comesTrue, noOcsApache, type OcsApache, startOcsApache } from "./ocs-apache.ts";

const connection: Connection = openLocal(join(tmpdir(), "graft-no-state"));

async function partOf(files: Files, given: Given): Promise<{ facts: Facts; part: ServerPart }> {
	const tree = makeTree(files);
	const { extension, problems } = await ocsInventory.read(tree, []);
	if (!extension) throw new Error(`no extension: ${JSON.stringify(problems)}`);
	const facts = await ocsServer.discover(connection, given);
	return { facts, part: ocsServer.wanted(extension, tree, facts) };
}

function install({ files }: ServerPart): void {
	for (const { target, bytes } of files) {
		mkdirSync(dirname(target), { recursive: true });
		writeFileSync(target, bytes);
	}
}

/** The first check that fails, with the host's own words; undefined where all come true. */
async function failing(checks: readonly RunCheck[]): Promise<string | undefined> {
	for (const check of checks) {
		const { code, stderr } = await connection.run(check.argv);
		if (code !== 0) return `${check.failed}: ${stderr}`;
	}
	return undefined;
}

describe("the server part of an OCS extension", () => {
	let root: string;
	const given = () => ({ serverDir: root });
	beforeEach(() => {
		root = mkdtempSync(join(tmpdir(), "graft-ocs-"));
		for (const folder of ["plugins", "perl"]) mkdirSync(join(root, folder));
	});
	afterEach(() => rmSync(root, { recursive: true, force: true }));

	it("is Map.pm and then the conf, staged where Apache never looks", async () => {
		const { part } = await partOf(ocsFiles({ segment: "Pro_be" }), given());
		expect(part.files.map(({ target, staging, mode }) => [target, staging, mode])).toEqual([
			[`${root}/perl/Apache/Ocsinventory/Plugins/Pro_be/Map.pm`, `${root}/perl/.graft`, 0o644],
			[`${root}/plugins/probe.conf`, `${root}/.graft`, 0o644],
		]);
		expect(part.reload).toBeNull();
		expect(part.notes.join()).toContain("next graceful reload");
	});

	it("is nothing for an extension that has none", async () => {
		const { "APACHE/Map.pm": _map, "APACHE/probe.conf": _conf, ...pages } = ocsFiles();
		const { part } = await partOf(pages, given());
		expect(part).toMatchObject({ files: [], checks: [], checksAfterRemoval: [], reload: null });
	});

	it("still looks after Apache where only a receipt knows what has to go", async () => {
		writeFileSync(
			join(root, "plugins/other.conf"),
			"PerlModule Apache::Ocsinventory::Plugins::Other::Map\n",
		);
		const { extension } = await ocsInventory.read(makeTree(ocsFiles()), []);
		if (!extension) throw new Error("no extension");
		const bare = {
			...extension,
			parts: { ...extension.parts, server: { files: [] } },
		};
		const facts = await ocsServer.discover(connection, given());
		const reload = JSON.stringify({ kind: "reload" });
		const reloaded = { ...facts, values: { ...facts.values, reload } };
		const part = ocsServer.wanted(bare, makeTree({}), reloaded);
		expect(part.reload).toEqual({ kind: "reload" });
		expect(await failing(part.checksAfterRemoval)).toContain("other.conf");
	});

	it("passes its checks where it is right", async () => {
		const { part } = await partOf(ocsFiles(), given());
		install(part);
		expect(await failing(part.checks)).toBeUndefined();
	});

	it.each<[string, (map: string) => string, RegExp]>([
		["does not compile", (map) => `${map}\nsub {`, /Map\.pm/],
		["does not end true", (map) => map.replace(/1;\n$/, "0;\n"), /true value/],
		["needs what is not there", (map) => `use No::Such::Module;\n${map}`, /No\/Such\/Module/],
		[
			"brings no section",
			(map) => map.replace("$DATA_MAP{probe}", "if (0) {} my %x; $x{probe}"),
			/no section/,
		],
	])("fails them where its Map.pm %s", async (_, spoil, words) => {
		const { part } = await partOf(ocsFiles(), given());
		install(part);
		const [map] = part.files;
		writeFileSync(map?.target ?? "", spoil(String(ocsFiles()["APACHE/Map.pm"])));
		expect(await failing(part.checks)).toMatch(words);
	});

	it("fails its check afterwards where another conf still names what is gone", async () => {
		const { part } = await partOf(ocsFiles(), given());
		install(part);
		const [map, conf] = part.files;
		writeFileSync(`${root}/plugins/probe.conf.bak`, conf?.bytes ?? "");
		rmSync(conf?.target ?? "");
		rmSync(map?.target ?? "");
		expect(await failing(part.checksAfterRemoval)).toContain("probe.conf.bak");
		rmSync(`${root}/plugins/probe.conf.bak`);
		expect(await failing(part.checksAfterRemoval)).toBeUndefined();
	});

	it("does not fail over what others left broken, for Apache is not reloaded", async () => {
		writeFileSync(
			`${root}/plugins/other.conf`,
			"PerlModule Apache::Ocsinventory::Plugins::Other::Map\n",
		);
		const { part, facts } = await partOf(ocsFiles(), given());
		install(part);
		expect(await failing(part.checks)).toBeUndefined();
		expect(facts.problems).toMatchObject([
			{ code: "ocs/server-conf-module-missing", severity: "info" },
		]);
	});
});

describe.skipIf(noOcsApache !== undefined || process.getuid?.() !== 0)(
	`a real Apache with OCS's loader${noOcsApache ? ` (missing: ${noOcsApache})` : ""}`,
	() => {
		let apache: OcsApache;
		beforeEach(async () => {
			apache = await startOcsApache();
		});
		afterEach(() => apache.stop());

		const given = () => ({ serverDir: dirname(apache.plugins), reload: true });

		function reloads(): number {
			return apache.log().split("resuming normal operations").length;
		}

		async function reload({ argv }: ServiceStep): Promise<boolean> {
			const before = reloads();
			const { code } = await connection.run(argv);
			expect(code).toBe(0);
			return await comesTrue(() => reloads() > before || apache.pid() === undefined);
		}

		it("is found by its processes, and loads the extension at a graceful reload", async () => {
			const { part, facts } = await partOf(ocsFiles(), given());
			expect(facts.problems).toEqual([]);
			expect(facts.folders).toEqual({ perlDir: apache.perl, confDir: apache.plugins });
			install(part);
			expect(await failing(part.checks)).toBeUndefined();
			const pid = apache.pid();
			expect(part.reload && (await reload(part.reload))).toBe(true);
			expect(apache.pid()).toBe(pid);
			expect(part.reload?.process).toEqual({
				kind: "pid-file",
				path: join(dirname(apache.configFile), "apache.pid"),
			});
			expect(part.reload?.log).toBe(join(dirname(apache.configFile), "error.log"));
		});

		it("ends over a Map.pm that the checks refuse, and starts again once it is gone", async () => {
			const { part } = await partOf(ocsFiles(), given());
			install(part);
			writeFileSync(part.files[0]?.target ?? "", "syntax error(");
			expect(await failing(part.checks)).toMatch(/does not load/);
			if (!part.reload) throw new Error("no reload");
			await reload(part.reload);
			expect(await comesTrue(() => apache.pid() === undefined)).toBe(true);
			for (const { target } of part.files) rmSync(target);
			expect((await connection.run(part.reload.start)).code).toBe(0);
			expect(await comesTrue(() => apache.pid() !== undefined)).toBe(true);
		});

		it("counts what others left broken before it is reloaded", async () => {
			const { part } = await partOf(ocsFiles(), given());
			install(part);
			writeFileSync(
				`${apache.plugins}/other.conf`,
				"PerlModule Apache::Ocsinventory::Plugins::Other::Map\n",
			);
			expect(await failing(part.checks)).toContain("other.conf");
			const { facts } = await partOf(ocsFiles(), given());
			expect(facts.problems).toMatchObject([{ severity: "warning", part: "server" }]);
			rmSync(`${apache.plugins}/other.conf`);
		});
	},
);
