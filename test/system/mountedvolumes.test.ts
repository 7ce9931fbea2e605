import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readFolder } from "@graft/core/archive/read-folder";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ocsInventory } from "../../packages/core/src/platforms/ocs-inventory/platform.ts";

const project = join(import.meta.dirname, "../..");
const own = join(project, "extensions/mountedvolumes");
const module = join(own, "agent/Unix/Mountedvolumes.pm");

let folder: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), "graft-volumes-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function perl(program: string, ...args: string[]): string {
	return execFileSync("perl", ["-e", `require ${JSON.stringify(module)}; ${program}`, ...args], {
		encoding: "utf8",
	});
}

describe("our own extension", () => {
	it("is read without a problem, for both agents", async () => {
		const { tree } = await readFolder(own);
		const { extension, problems } = await ocsInventory.read(tree, []);
		expect(problems).toEqual([]);
		expect(extension).toMatchObject({
			id: "mountedvolumes",
			parts: {
				database: { tables: ["mountedvolumes"] },
				agents: {
					windows: [{ as: "mountedvolumes.ps1", chosen: true }],
					unix: [{ as: "Mountedvolumes.pm", chosen: true }],
				},
			},
			own: { sections: ["mountedvolumes"] },
		});
	});
});

describe("our own extension on Unix", () => {
	const collect = `my $common = {};
		Ocsinventory::Agent::Modules::Mountedvolumes->new({ common => $common })->mountedvolumes_inventory_handler;
		require JSON::PP; print JSON::PP->new->latin1->encode($common->{xmltags}{MOUNTEDVOLUMES});`;

	it("reports the volumes of this machine, the root folder with its size", () => {
		const rows: Record<string, [string]>[] = JSON.parse(perl(collect));
		const root = rows.find(({ MOUNTPOINT }) => MOUNTPOINT?.[0] === "/");
		const [, size = ""] =
			/^\S+\s+(\d+)/.exec(
				execFileSync("df", ["-P", "-k", "/"], { encoding: "utf8" }).split("\n")[1] ?? "",
			) ?? [];
		expect(Number(root?.SIZE_MB?.[0])).toBe(Math.floor(Number(size) / 1024));
		expect(rows.map(({ FILESYSTEM }) => FILESYSTEM?.[0])).not.toContain("proc");
		const map = readFileSync(join(own, "APACHE/Map.pm"), "utf8");
		for (const column of Object.keys(root ?? {})) expect(map).toContain(` ${column} `);
	});

	it("reads names as the kernel writes them", () => {
		expect(
			perl(
				"print Ocsinventory::Agent::Modules::Mountedvolumes::unescaped($ARGV[0])",
				"/mnt/a\\040b\\134c",
			),
		).toBe("/mnt/a b\\c");
	});

	it("gives the server valid UTF-8 without control characters, whatever a volume is called", () => {
		const cleaned = (name: string) =>
			perl(`print Ocsinventory::Agent::Modules::Mountedvolumes::clean("${name}")`);
		expect(cleaned("/mnt/\\xc3\\xa9t\\xc3\\xa9")).toBe("/mnt/été");
		expect(cleaned("/mnt/\\xe9\\n")).toBe("/mnt/??");
		expect(
			[...perl(`print Ocsinventory::Agent::Modules::Mountedvolumes::clean("\\xc3\\xa9" x 300)`)]
				.length,
		).toBe(255);
	});

	it.skipIf(process.getuid?.() !== 0 || spawnSync("unshare", ["--mount", "true"]).status !== 0)(
		"reports the last of two volumes at one place, and no file that a container mounts",
		() => {
			const program = `
				mkdir -p "$1/a b" && : >"$1/file" && mount --bind "$1" "$1/a b" && mount --bind /bin "$1/a b" &&
				mount --bind /etc/hostname "$1/file" && perl -e "$2"`;
			const { stdout, status } = spawnSync(
				"unshare",
				[
					"--mount",
					"sh",
					"-c",
					program,
					"sh",
					folder,
					`require ${JSON.stringify(module)}; ${collect}`,
				],
				{ encoding: "utf8" },
			);
			expect(status).toBe(0);
			const rows: Record<string, [string]>[] = JSON.parse(stdout);
			const places = rows.map(({ MOUNTPOINT }) => MOUNTPOINT?.[0]);
			expect(places.filter((place) => place === `${folder}/a b`)).toHaveLength(1);
			expect(places).not.toContain(`${folder}/file`);
		},
	);

	it.skipIf(spawnSync("php", ["-v"]).status !== 0)("has pages that PHP can read", () => {
		for (const page of ["install.php", "cd_mountedvolumes/cd_mountedvolumes.php"])
			expect(spawnSync("php", ["-l", join(own, page)]).status).toBe(0);
	});
});
