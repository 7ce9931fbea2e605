import { execFile, spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { freePort } from "./free-ports.ts";
import { type OcsConsole, openOcsConsole } from "./ocs-console.ts";
import { machineOf, type OcsMachine } from "./ocs-machine.ts";

const execute = promisify(execFile);
const scripts = fileURLToPath(new URL("../../tools/ocs-stack/", import.meta.url));

/** Why no real OCS Inventory can be built here, or undefined: for `describe.skipIf`, and for the name of what is skipped. */
export const noOcsStack: string | undefined = obstacle();

function obstacle(): string | undefined {
	if (process.getuid?.() !== 0) return "only root can build it";
	const missing = [
		["/usr/sbin/mariadbd", "mariadb-server"],
		["/usr/sbin/apache2", "apache2"],
		["/usr/lib/apache2/modules/mod_perl.so", "libapache2-mod-perl2"],
		["/var/lib/dpkg/info/libapache2-mod-php.list", "libapache2-mod-php"],
		["/var/lib/dpkg/info/libxml-parser-perl.list", "libxml-parser-perl"],
		["/usr/share/perl5/Apache/Ocsinventory/Plugins.pm", "ocsinventory-server"],
		["/usr/share/ocsinventory-reports/index.php", "ocsinventory-reports"],
		["/usr/bin/ocsinventory-agent", "ocsinventory-agent"],
		["/usr/sbin/sshd", "openssh-server"],
	].filter(([path = ""]) => !existsSync(path));
	if (missing.length > 0) return `missing: ${missing.map(([, name]) => name).join(", ")}`;
	const namespaces = ["--mount", "--uts", "--pid", "--fork", "--mount-proc", "true"];
	return spawnSync("unshare", namespaces).status === 0
		? undefined
		: "namespaces cannot be made here";
}

/** A whole OCS Inventory of its own in a temporary folder (docs/ocs-stack.md). */
export interface OcsStack {
	/** Holds plugins/ and perl/, as `--server-dir` takes it. */
	readonly serverDir: string;
	/** The console's own extensions/, as EXTENSIONS_DIR takes it. */
	readonly extensions: string;
	/** Where packages are served to agents. */
	readonly downloads: string;
	/** Where agents fetch them, without a scheme: over TLS, and without. */
	readonly locations: { readonly info: string; readonly fragments: string };
	/** The process of Apache's parent; undefined where it has ended. */
	apache(): number | undefined;
	/** What Apache has logged so far. */
	log(kind?: "error" | "access"): string;
	/** What the communication server answers to a GET: 400, for it takes only POST. 0 where nobody answers. */
	answer(): Promise<number>;
	/** As OCS_DATABASE_URL takes it: for OCS's own user. */
	readonly databaseUrl: string;
	/** Runs statements as OCS's own user does, and gives the rows. */
	database(statements: string): Promise<string[][]>;
	/** All sessions are ended; `startDatabase` brings it back with all that it had. */
	stopDatabase(): Promise<void>;
	startDatabase(): Promise<void>;
	startMachine(name: string): Promise<OcsMachine>;
	/** Runs statements as MariaDB's own administrator. */
	administer(statements: string): Promise<string[][]>;
	/** Opens OCS's own console, signed in. */
	console(): Promise<OcsConsole>;
	stop(): Promise<void>;
}

/** Builds and starts one, on free ports of 127.0.0.1; takes about ten seconds. The caller stops it. */
export async function startOcsStack(): Promise<OcsStack> {
	const folder = await mkdtemp(join(tmpdir(), "graft-ocs-stack-"));
	const script = (name: string, ...args: string[]) =>
		execute(join(scripts, name), [folder, ...args]).then(() => undefined);
	const [databasePort = 0, httpPort = 0, httpsPort = 0, ...sshPorts] = await Promise.all(
		Array.from({ length: 8 }, freePort),
	);
	const stop = async () => {
		await script("stop.sh");
		await rm(folder, { recursive: true, force: true });
	};
	const server = `http://127.0.0.1:${httpPort}`;
	const stack: OcsStack = {
		serverDir: join(folder, "etc/ocsinventory-server"),
		extensions: join(folder, "console/extensions"),
		downloads: join(folder, "var/download"),
		locations: {
			info: `127.0.0.1:${httpsPort}/download`,
			fragments: `127.0.0.1:${httpPort}/download`,
		},
		apache: () => processOf(join(folder, "run/apache.pid")),
		log: (kind = "error") => readFileSync(join(folder, `log/apache-${kind}.log`), "utf8"),
		answer: () =>
			fetch(`${server}/ocsinventory`).then(
				({ status }) => status,
				() => 0,
			),
		databaseUrl: `mysql://ocs:ocs@127.0.0.1:${databasePort}/ocsweb`,
		database: (statements) =>
			query(
				["--host=127.0.0.1", `--port=${databasePort}`, "--user=ocs", "--password=ocs"],
				statements,
			),
		stopDatabase: () => script("database.sh", "stop"),
		startDatabase: () => script("database.sh", "start"),
		async startMachine(name) {
			const port = sshPorts.pop();
			if (port === undefined) throw new Error("no port left for another machine");
			await script("machine.sh", "start", name, String(port));
			return machineOf(join(folder, "machines"), name, port, () => stack.log("access"));
		},
		administer: (statements) =>
			query([`--socket=${join(folder, "run/mariadb.sock")}`, "--user=root"], statements),
		console: () => openOcsConsole(`${server}/ocsreports`, join(folder, "console/extensions")),
		stop,
	};
	try {
		await script("build.sh", String(databasePort), String(httpPort), String(httpsPort));
		await script("apache.sh", "start");
	} catch (error) {
		await stop();
		throw error;
	}
	return stack;
}

function processOf(pidFile: string): number | undefined {
	const pid = existsSync(pidFile) ? Number(readFileSync(pidFile, "utf8")) : 0;
	return pid > 0 && existsSync(`/proc/${pid}`) ? pid : undefined;
}

/** With the SQL mode of OCS's own sessions. */
async function query(session: readonly string[], statements: string): Promise<string[][]> {
	const { stdout } = await execute(
		"mariadb",
		[
			...["--no-defaults", ...session, "--batch", "--skip-column-names"],
			...["--init-command=SET sql_mode='NO_ENGINE_SUBSTITUTION'"],
			...["ocsweb", "--execute", statements],
		],
		{ maxBuffer: 64 * 1024 * 1024 },
	);
	return stdout
		.split("\n")
		.filter((line) => line !== "")
		.map((line) => line.split("\t"));
}
