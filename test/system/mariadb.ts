import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { chown, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { promisify } from "node:util";
import { patient } from "../patience.ts";
import { freePort } from "./free-ports.ts";

const execute = promisify(execFile);
const schemaFolder = "/usr/share/ocsinventory-reports/files";

const program = "/usr/sbin/mariadbd";
const installer = "/usr/bin/mariadb-install-db";
const client = "/usr/bin/mariadb";

/** Why no MariaDB can be started here, or undefined: for `describe.skipIf`, and for the name of what is skipped. */
export const noMariadb: string | undefined = [program, installer, client].every(existsSync)
	? undefined
	: "missing: mariadb-server";

/** A MariaDB of its own in a temporary folder, on a free port of 127.0.0.1 and on a socket. */
export interface Mariadb {
	readonly port: number;
	readonly socket: string;
	/** `mysql://user:password@127.0.0.1:port/database`, each part as a URL wants it. */
	url(user: string, password: string, database: string): string;
	/** Runs statements as root over the socket, and gives the rows; throws with MariaDB's own words. */
	root(statements: string, database?: string): Promise<string[][]>;
	/** Ends it as if its plug were pulled; `start` brings it back with what it had written. */
	kill(): Promise<void>;
	start(): Promise<void>;
	/** Ends it and takes its folder away. */
	dispose(): Promise<void>;
}

/** Takes about two seconds. `settings` are mariadbd's own, such as `--read-only`. The caller disposes of it. */
export async function startMariadb(settings: readonly string[] = []): Promise<Mariadb> {
	const folder = await mkdtemp(join(tmpdir(), "graft-mariadb-"));
	const port = await freePort();
	const socket = join(folder, "socket");
	let running: ReturnType<typeof spawn> | undefined;

	const root = async (statements: string, database?: string) => {
		const { stdout } = await execute(client, [
			...["--no-defaults", `--socket=${socket}`, `--user=${userInfo().username}`],
			...["--batch", "--skip-column-names", "--init-command=SET sql_mode='NO_ENGINE_SUBSTITUTION'"],
			...[`--execute=${statements}`, ...(database === undefined ? [] : [database])],
		]);
		const lines = stdout.split("\n").filter((line) => line !== "");
		return lines.map((line) => line.split("\t"));
	};
	const start = async () => {
		running = spawn(
			program,
			[
				...["--no-defaults", ...asUser(), `--datadir=${join(folder, "data")}`],
				...[`--socket=${socket}`, `--port=${port}`, "--bind-address=127.0.0.1", ownTmp(folder)],
				...[`--log-error=${join(folder, "log")}`, `--pid-file=${join(folder, "pid")}`],
				// Nothing here must outlive a power cut: speed over safety.
				...["--innodb-flush-log-at-trx-commit=0", "--innodb-flush-method=nosync"],
				...["--innodb-buffer-pool-size=32M", "--skip-log-bin", ...settings],
			],
			{ stdio: "ignore" },
		);
		await whenItAnswers(() => root("select 1"), running, join(folder, "log"));
	};
	const kill = async () => {
		if (running === undefined || running.exitCode !== null || running.signalCode !== null) return;
		const ended = once(running, "exit");
		running.kill("SIGKILL");
		await ended;
	};
	const dispose = async () => {
		await kill();
		await rm(folder, { recursive: true, force: true });
	};
	try {
		await makeData(folder);
		await start();
	} catch (error) {
		await dispose();
		throw error;
	}
	const url: Mariadb["url"] = (user, password, database) =>
		`mysql://${[user, password].map(encodeURIComponent).join(":")}@127.0.0.1:${port}/${encodeURIComponent(database)}`;
	return { port, socket, url, root, kill, start, dispose };
}

/** Why OCS's own schema cannot be loaded here, or undefined. */
export const noOcsSchema: string | undefined =
	noMariadb ?? (existsSync(schemaFolder) ? undefined : "missing: ocsinventory-reports");

/**
 * Makes a database with OCS's own schema, as its console installs it: the base, then each update above its version.
 * `upTo` leaves the later ones out. A few updates repeat earlier ones; the console ignores their errors, and so does this.
 */
export async function makeOcsDatabase(
	server: Mariadb,
	name: string,
	upTo = Number.POSITIVE_INFINITY,
): Promise<void> {
	await server.root(`create database \`${name}\` character set utf8 collate utf8_bin`);
	await feed(server, name, [await readFile(join(schemaFolder, "ocsbase_new.sql"), "utf8")]);
	const [[base] = []] = await server.root(
		"select tvalue from config where name='GUI_VERSION'",
		name,
	);
	const numbers = (await readdir(join(schemaFolder, "update")))
		.map((file) => Number.parseInt(file, 10))
		.filter((number) => number > Number(base) && number <= upTo)
		.sort((one, other) => one - other);
	const texts = numbers.map((number) =>
		readFile(join(schemaFolder, "update", `${number}.sql`), "utf8"),
	);
	await feed(server, name, await Promise.all(texts), ["--force"]);
	const version = numbers.at(-1) ?? base;
	await server.root(`update config set tvalue='${version}' where name='GUI_VERSION'`, name);
}

function feed(
	{ socket }: Mariadb,
	database: string,
	texts: readonly string[],
	flags: readonly string[] = [],
): Promise<void> {
	const user = `--user=${userInfo().username}`;
	const args = ["--no-defaults", `--socket=${socket}`, user, ...flags, database];
	const child = spawn(client, args, { stdio: ["pipe", "ignore", "ignore"] });
	child.stdin.end(texts.join(";\n"));
	return new Promise((resolve, reject) => {
		child.once("error", reject);
		child.once("close", (code) => {
			if (code === 0 || flags.includes("--force")) resolve();
			else reject(new Error(`mariadb ended with ${code}`));
		});
	});
}

async function makeData(folder: string): Promise<void> {
	if (process.getuid?.() === 0) {
		const id = async (flag: string) => Number((await execute("id", [flag, "mysql"])).stdout);
		await chown(folder, await id("-u"), await id("-g"));
	}
	await execute(installer, [
		...["--no-defaults", ...asUser(), `--datadir=${join(folder, "data")}`, "--skip-test-db"],
		ownTmp(folder),
		...["--auth-root-authentication-method=socket"],
		`--auth-root-socket-user=${userInfo().username}`,
	]);
}

/** One that starts clears its folder for temporary tables of what it takes for its own: no two may share one. */
function ownTmp(folder: string): string {
	return `--tmpdir=${folder}`;
}

/** mariadbd refuses to run as root. */
function asUser(): readonly string[] {
	return process.getuid?.() === 0 ? ["--user=mysql"] : [];
}

async function whenItAnswers(
	ask: () => Promise<unknown>,
	server: ReturnType<typeof spawn>,
	log: string,
): Promise<void> {
	const deadline = performance.now() + patient(120_000);
	for (;;) {
		const error = await ask().then(
			() => undefined,
			(cause: unknown) => cause,
		);
		if (error === undefined) return;
		if (server.exitCode !== null || performance.now() > deadline)
			throw new Error(`MariaDB did not start:\n${await readFile(log, "utf8").catch(String)}`, {
				cause: error,
			});
		await pause(50);
	}
}
