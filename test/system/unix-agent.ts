import { spawnSync } from "node:child_process";
import {
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	statSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { bundles } from "../../packages/core/src/platforms/ocs-inventory/bundles/bundles.ts";
import { type Files, makeTree, sha256 } from "../builders/tree.ts";

interface Ran {
	readonly code: number | null;
	readonly output: string;
}

interface RunOptions {
	readonly shell?: readonly string[];
	readonly args?: readonly string[];
	/** A command that the shell is run by. */
	readonly by?: readonly string[];
}

/** A Unix agent of OCS in a temporary folder of its own, with one module that it loads. */
export interface UnixAgent {
	readonly root: string;
	readonly conf: string;
	readonly modules: string;
	/** The options that name this agent to the scripts. */
	readonly place: readonly string[];
	put(files: Files): void;
	/** Puts the Unix bundle of these modules into the folder `package`. */
	unpack(modules: Files): void;
	run(script: "install.sh" | "uninstall.sh", options?: RunOptions): Ran;
	/** All files of the agent with mode and content. */
	snapshot(): Record<string, string>;
	/** The modules that the agent would work with; undefined where it takes its list for none. */
	loaded(): string[] | undefined;
	remove(): void;
}

/** The list of modules as Debian's package of the agent brings it. */
export const debianList = `# This list of modules will be loaded by the agent at run time.

use Ocsinventory::Agent::Modules::Existing;

# DO NOT REMOVE the 1;
1;
`;

export function hasCommand(name = ""): boolean {
	return spawnSync("sh", ["-c", 'command -v "$0"', name]).status === 0;
}

export function makeUnixAgent(files: Files): UnixAgent {
	// A space in the path, because somebody's has one.
	const root = mkdtempSync(join(tmpdir(), "graft agent-"));
	const conf = join(root, "etc/modules.conf");
	const place = ["--perl-dir", join(root, "perl"), "--modules-conf", conf];
	const put = (more: Files) => {
		for (const [path, text] of Object.entries(more)) {
			mkdirSync(dirname(join(root, path)), { recursive: true });
			writeFileSync(join(root, path), text);
		}
	};
	put({
		"perl/Ocsinventory/Agent.pm": "package Ocsinventory::Agent;\n1;\n",
		"perl/Ocsinventory/Agent/Modules/Existing.pm":
			"package Ocsinventory::Agent::Modules::Existing;\nsub new { bless {} }\n1;\n",
		...files,
	});
	return {
		root,
		conf,
		modules: join(root, "perl/Ocsinventory/Agent/Modules"),
		place,
		put,
		unpack: (modules) => put(bundleOf(modules)),
		run: (script, { shell = ["sh"], args = place, by = [] } = {}) => {
			const [command = "", ...rest] = [...by, ...shell, script, ...args];
			const { status, stdout, stderr } = spawnSync(command, rest, {
				cwd: join(root, "package"),
				encoding: "utf8",
			});
			return { code: status, output: stdout + stderr };
		},
		snapshot: () => ({ ...snapshot(root, "perl"), ...snapshot(root, "etc") }),
		loaded: () => loaded(join(root, "perl"), conf),
		remove: () => rmSync(root, { recursive: true, force: true }),
	};
}

function bundleOf(modules: Files): Files {
	const sources = Object.fromEntries(
		Object.entries(modules).map(([as, text]) => [`agent/${as}`, text]),
	);
	const unix = Object.entries(modules).map(([as, text]) => ({
		from: `agent/${as}`,
		as,
		sha256: sha256(text),
		chosen: true,
	}));
	const extension = {
		platform: "ocs-inventory",
		id: "probe",
		version: "1.0",
		name: "",
		description: "",
		authors: [],
		licence: "",
		parts: {
			database: { install: [], remove: [], tables: [] },
			server: { files: [] },
			agents: { windows: [], unix },
		},
		claims: [],
		own: {},
		format: 2,
	} as const;
	const [bundle] = bundles(extension, makeTree(sources), {});
	return Object.fromEntries(
		(bundle?.files ?? []).map(({ path, bytes }) => [`package/${path}`, bytes]),
	);
}

function snapshot(root: string, folder: string): Record<string, string> {
	const entries = readdirSync(join(root, folder), { recursive: true, withFileTypes: true });
	return Object.fromEntries(
		entries.map((entry) => {
			const path = join(entry.parentPath, entry.name);
			const mode = (statSync(path).mode & 0o777).toString(8);
			return [
				path.slice(root.length),
				entry.isFile() ? `${mode} ${readFileSync(path, "latin1")}` : "folder",
			];
		}),
	);
}

/** As the agent does it: the list counts only if it ends true; then every module with `new` is used. */
function loaded(perlDir: string, conf: string): string[] | undefined {
	const program = `
		do $ARGV[0] or exit 1;
		my @names = map { s/::$//r } grep { /::$/ } sort keys %Ocsinventory::Agent::Modules::;
		print join ",", grep { "Ocsinventory::Agent::Modules::$_"->can("new") } @names;`;
	const { status, stdout } = spawnSync("perl", ["-I", perlDir, "-e", program, conf], {
		encoding: "utf8",
	});
	return status === 0 ? stdout.split(",").filter(Boolean) : undefined;
}
