import type { Connection } from "../../../connections/connection.ts";
import { ownUid } from "../../trusted-program.ts";
import { type AccessLog, accessLogsOf } from "./access-logs.ts";
import { type Launch, launchesOf, type Running, usualLaunches } from "./launches.ts";
import { urlsOf } from "./listening.ts";
import { resolve, tidy } from "./paths.ts";
import { type Configuration, readConfiguration } from "./read-configuration.ts";

/** An Apache of a server, as its own configuration describes it. */
export interface ApacheServer {
	readonly configFile: string;
	/** Where OCS's plugins lie, if this Apache serves OCS. */
	readonly plugins: { readonly perlDir: string; readonly confDir: string } | null;
	readonly running: boolean;
	readonly pidFile: string;
	/** null where the log goes to syslog or into a pipe, where nobody can look. */
	readonly errorLog: string | null;
	/** Where it can be asked on its own machine, see `urlsOf`. */
	readonly urls: readonly string[];
	/** By host, see `accessLogsOf`. */
	readonly accessLogs: readonly (readonly AccessLog[])[];
	readonly graceful: readonly string[];
	readonly start: readonly string[];
	readonly test: readonly string[];
}

export interface Found {
	readonly servers: readonly ApacheServer[];
	/** Configuration files that were looked for. */
	readonly lookedAt: readonly string[];
	readonly unreadable: readonly string[];
}

/** Every Apache of this server: of the usual places, and of the processes that run. Reads only. */
export async function findServers(connection: Connection): Promise<Found> {
	const [usual, seen] = await Promise.all([
		readAll(connection, usualLaunches),
		seenRunning(connection),
	]);
	const known = usualLaunches.map(({ configFile }) => configFile);
	const others = new Map(
		(seen?.launches ?? [])
			.filter(({ configFile }) => !known.includes(configFile))
			.map((launch) => [launch.configFile, launch]),
	);
	const there = [...usual, ...(await readAll(connection, [...others.values()]))];
	return {
		servers: await Promise.all(
			there.map(({ launch, configuration }) =>
				describe(connection, launch, configuration, seen?.pids ?? null),
			),
		),
		lookedAt: [...known, ...others.keys()],
		unreadable: there.flatMap(({ configuration }) => configuration.unreadable),
	};
}

/** null where nobody can tell: no shell, or no `ps` on this server. */
async function seenRunning(connection: Connection): Promise<Running | null> {
	if (!(await connection.hasShell())) return null;
	// The real user: whoever starts a program that becomes root may name it as they like.
	const { code, stdout } = await connection.run(["ps", "-eo", "pid,ppid,ruid,args"]);
	if (code !== 0) return null;
	const byRoot = launchesOf(stdout, [root]);
	// Who we are is asked only where it matters: each command is a process here, or a round trip to a server.
	const uid = byRoot.untrusted.length === 0 ? undefined : await ownUid(connection);
	return uid === undefined ? byRoot : launchesOf(stdout, [root, uid]);
}

const root = 0;

interface Read {
	readonly launch: Launch;
	readonly configuration: Configuration;
}

async function readAll(connection: Connection, launches: readonly Launch[]): Promise<Read[]> {
	const read = await Promise.all(
		launches.map(async (launch) => {
			const { configFile, serverRoot } = launch;
			const configuration = await readConfiguration(connection, configFile, serverRoot);
			return configuration ? [{ launch, configuration }] : [];
		}),
	);
	return read.flat();
}

async function describe(
	connection: Connection,
	launch: Launch,
	configuration: Configuration,
	pids: ReadonlySet<number> | null,
): Promise<ApacheServer> {
	const last = (name: string) =>
		configuration.directives.findLast(
			(directive) => directive.host === 0 && directive.name === name,
		)?.args[0];
	const absolute = (path: string) => resolve(configuration.serverRoot, path);
	const pidFile = absolute(last("pidfile") ?? launch.pidFile);
	const errorLog = last("errorlog") ?? launch.errorLog;
	return {
		configFile: launch.configFile,
		plugins: pluginsOf(configuration),
		running: await isRunning(connection, pidFile, pids),
		pidFile,
		errorLog: /^(\||syslog)/.test(errorLog) ? null : absolute(errorLog),
		urls: urlsOf(configuration),
		accessLogs: accessLogsOf(configuration),
		...launch.control(configuration.environment),
	};
}

/** OCS's own two settings; the last one read wins, as in Apache. */
function pluginsOf({ directives }: Configuration): ApacheServer["plugins"] {
	const setting = (variable: string) =>
		directives.findLast(({ name, args }) => name === "perlsetenv" && args[0] === variable)?.args[1];
	const perlDir = setting("OCS_PLUGINS_PERL_DIR");
	const confDir = setting("OCS_PLUGINS_CONF_DIR");
	if (!perlDir?.startsWith("/") || !confDir?.startsWith("/")) return null;
	return { perlDir: tidy(perlDir), confDir: tidy(confDir) };
}

/** By the pid file, and by the processes that were seen, or else by /proc. */
async function isRunning(
	connection: Connection,
	pidFile: string,
	pids: ReadonlySet<number> | null,
): Promise<boolean> {
	const bytes = await connection.read(pidFile, 64).catch(() => undefined);
	const pid = Number.parseInt(new TextDecoder().decode(bytes), 10);
	if (!Number.isInteger(pid) || pid <= 0) return false;
	if (pids) return pids.has(pid);
	return (await connection.stat(`/proc/${pid}`)) !== undefined;
}
