import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { expect } from "vitest";
import { ocsFiles } from "../builders/ocs-files.ts";
import type { Files } from "../builders/tree.ts";
import { type Ended, type Instance, makeInstance, program } from "./command-line.ts";
import { type OcsStack, startOcsStack } from "./ocs-stack.ts";

/** What is brought up here; its one table has the same name. */
export const id = "probe";

const files = ocsFiles();
/** A column more, one wider. */
export const wider: Files = {
	"install.php": String(files["install.php"]).replace(
		"FSTYPE VARCHAR(64) DEFAULT NULL,",
		"FSTYPE VARCHAR(128) DEFAULT NULL,\n LABEL VARCHAR(32) DEFAULT NULL,",
	),
};
/** An agent part with other bytes, so that there is another package. */
export const newerAgent: Files = { "agent/Probe.pm": `# newer\n${files["agent/Probe.pm"]}` };

/** A real OCS with two machines in its tables, and an instance of Graft that is linked to it. */
export interface UpPlace {
	readonly stack: OcsStack;
	readonly graft: Instance;
	/** With an agent part for Unix alone, so that there is one package. `changes` are by path. */
	zip(version: string, changes?: Files): Promise<string>;
	/** All flags that a whole way to every machine needs; it does not wait for rows. */
	up(subject: string): string[];
	remove(): string[];
	run(args: readonly string[]): Promise<Ended>;
	/** Runs, and must end well. */
	done(args: readonly string[]): Promise<Ended>;
	/** Ends the process without warning once it has told so many steps; gives those that it told. */
	runUntil(args: readonly string[], steps: number): Promise<string[]>;
	/** All that up and remove change anywhere, with its definitions and its rows. */
	everything(): Promise<Record<string, unknown>>;
	/** What an operation leaves only while it is under way. */
	traces(): Promise<string[]>;
	dispose(): Promise<void>;
}

export async function makeUpPlace(): Promise<UpPlace> {
	const stack = await startOcsStack();
	const graft = await makeInstance(stack.extensions);
	await stack.database(`insert into hardware (ID, DEVICEID, NAME, OSNAME) values
		(1, 'pc1-2026', 'pc1', 'Debian GNU/Linux 12'), (2, 'pc2-2026', 'pc2', 'FreeBSD')`);
	const run = (args: readonly string[]) =>
		graft.run(args, { env: { OCS_DATABASE_URL: stack.databaseUrl } });
	const shown = (statements: string) => stack.database(statements).catch(() => null);
	return {
		...{ stack, graft, run },
		zip(version, changes = {}) {
			const { "agent/Probe.ps1": _windows, ...files } = ocsFiles({ version });
			return graft.zip(`probe-${version}.zip`, { ...files, ...changes });
		},
		up: (subject) => [
			...["up", subject, "--server", "local", "--server-dir", stack.serverDir],
			...["--all", "--wait", "0", "--yes"],
		],
		remove: () => ["remove", id, "--drop-tables", "--yes"],
		async done(args) {
			const ended = await run(args);
			expect(ended).toMatchObject({ code: 0 });
			return ended;
		},
		runUntil: (args, steps) =>
			killAfter(args, { ...graft.env, OCS_DATABASE_URL: stack.databaseUrl }, steps),
		async everything() {
			const { value } = await listed(run);
			return {
				listed: value.map(({ version, active, servers }) => [version, active, servers[0]?.version]),
				tables: await stack.database("show tables"),
				own: await shown(`show create table ${id}; select * from ${id}`),
				rows: await stack.database(`
					select * from extensions; select * from config where NAME like 'DOWNLOAD%';
					select * from download_available; select FILEID, INFO_LOC, PACK_LOC from download_enable;
					select HARDWARE_ID, NAME, TVALUE from devices order by 1, 2`),
				server: await graft.snapshot(stack.serverDir),
				extensions: await graft.snapshot(stack.extensions),
				downloads: await graft.snapshot(join(stack.downloads, "..")),
			};
		},
		async traces() {
			const below = [join(stack.serverDir, ".."), join(stack.downloads, "..")];
			const files = await Promise.all(below.map((folder) => readdir(folder, { recursive: true })));
			const tables = await stack.database("show tables like 'graft%'");
			return [...files.flat().filter((path) => path.includes(".graft")), ...tables.flat()];
		},
		async dispose() {
			await stack.stop();
			await graft.remove();
		},
	};
}

interface Listed {
	readonly version: string;
	readonly active: boolean;
	readonly servers: readonly { readonly version: string | null }[];
}

async function listed(run: UpPlace["run"]): Promise<{ value: readonly Listed[] }> {
	const { code, stdout } = await run(["list", "--json"]);
	expect(code, stdout).toBe(0);
	return { value: (JSON.parse(stdout) as { extensions: Listed[] }).extensions };
}

/** Only what is told while something is done counts, `[3/10] …`, and of folders, which are all alike, nothing. */
async function killAfter(
	args: readonly string[],
	env: NodeJS.ProcessEnv,
	steps: number,
): Promise<string[]> {
	const child = spawn(process.execPath, [program, ...args], {
		env,
		stdio: ["ignore", "ignore", "pipe"],
	});
	const ended = once(child, "exit");
	const told: string[] = [];
	for await (const line of createInterface({ input: child.stderr })) {
		if (!/^\[\d+\/\d+\] (?!.*folder)/.test(line)) continue;
		told.push(line);
		if (told.length === steps) child.kill("SIGKILL");
	}
	await ended;
	return told;
}
