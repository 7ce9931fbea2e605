import type { Connection } from "../../connections/connection.ts";
import { listProcesses, type RunningProcess } from "../../host/list-processes.ts";
import { ownUid } from "../trusted-program.ts";

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
	if (running.length === 0) return [];
	const own = await ownUid(connection);
	const agents = await Promise.all(running.map((process) => readAgent(connection, process)));
	const isMeant = await Promise.all(agents.map((agent) => isTrusted(connection, agent, own)));
	return agents.filter((_, at) => isMeant[at]);
}

/** Anybody can start a process of that name: it is one of root, of ours, or of whoever owns the folder that it reads. */
async function isTrusted(
	connection: Connection,
	{ uid, pluginDir }: Agent,
	own: number | undefined,
): Promise<boolean> {
	if (uid === "0" || uid === String(own)) return true;
	const folder = await connection.stat(pluginDir.replace(/\/[^/]+$/, ""));
	return folder !== undefined && uid === String(folder.uid);
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
