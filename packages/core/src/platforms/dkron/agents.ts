import type { Connection } from "../../connections/connection.ts";
import { listProcesses, type RunningProcess } from "../../host/list-processes.ts";

/** A Dkron that runs on the host, as its command line tells. */
export interface Agent extends RunningProcess {
	readonly executable: string;
	/** Its configuration file; null where it has none of its own. */
	readonly config: string | null;
	/** The folder that its plugins lie in (docs/platforms/dkron.md). */
	readonly pluginDir: string;
}

const usualFolder = "/etc/dkron";
/** The endings that its reader of settings knows, in its order (spf13/viper). */
const endings = [
	"json",
	"toml",
	"yaml",
	"yml",
	"properties",
	"props",
	"prop",
	"hcl",
	"tfvars",
	"dotenv",
	"env",
	"ini",
];

export async function findAgents(connection: Connection): Promise<Agent[]> {
	const running = (await listProcesses(connection)).filter(({ line }) =>
		/^(\S*\/)?dkron\s+agent(\s|$)/.test(line),
	);
	return Promise.all(running.map((process) => readAgent(connection, process)));
}

async function readAgent(connection: Connection, process: RunningProcess): Promise<Agent> {
	const [word = ""] = process.line.split(/\s/);
	const [exe, cwd] = await Promise.all(
		["exe", "cwd"].map((name) => readLink(connection, `/proc/${process.pid}/${name}`)),
	);
	const given = flagOf(process, "config");
	const isRelative = given !== null && !given.startsWith("/") && cwd !== null;
	const config = isRelative ? `${cwd}/${given}` : (given ?? (await usualConfig(connection)));
	const folder = config?.replace(/\/[^/]*$/, "") ?? usualFolder;
	return { ...process, executable: exe ?? word, config, pluginDir: `${folder}/plugins` };
}

/** null where only another user may see it. A program that was replaced meanwhile is still named by its place. */
async function readLink(connection: Connection, path: string): Promise<string | null> {
	const { code, stdout } = await connection.run(["readlink", path]);
	return code === 0 ? stdout.trim().replace(/ \(deleted\)$/, "") : null;
}

/** Of its command line. */
export function flagOf({ line }: RunningProcess, name: string): string | null {
	const [, value] = new RegExp(`\\s--?${name}[ =](\\S+)`).exec(line) ?? [];
	return value ?? null;
}

async function usualConfig(connection: Connection): Promise<string | null> {
	const names = new Set((await connection.list(usualFolder))?.map(({ name }) => name));
	const ending = endings.find((each) => names.has(`dkron.${each}`));
	return ending === undefined ? null : `${usualFolder}/dkron.${ending}`;
}
