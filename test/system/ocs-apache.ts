import { execFileSync, spawnSync } from "node:child_process";
import {
	chmodSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readFileSync,
	rmSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { patient } from "../patience.ts";
import { freePort } from "./free-ports.ts";

const modulesFolder = "/usr/lib/apache2/modules";

/** undefined where a real Apache with mod_perl and OCS's own loader can be started here; else what is missing. */
export const noOcsApache: string | undefined =
	[
		["/usr/sbin/apache2", "apache2"],
		[`${modulesFolder}/mod_perl.so`, "libapache2-mod-perl2"],
		["/usr/share/perl5/Apache/Ocsinventory/Plugins.pm", "ocsinventory-server"],
	]
		.filter(([path = ""]) => !existsSync(path))
		.map(([, name]) => name)
		.join(", ") || undefined;

export interface OcsApache {
	readonly configFile: string;
	readonly port: number;
	readonly plugins: string;
	readonly perl: string;
	/** The parent's process id; undefined where it has ended. */
	pid(): number | undefined;
	log(): string;
	stop(): void;
}

export interface OcsApacheOptions {
	readonly mpm?: "prefork" | "worker" | "event";
	/** Where the error log leads to: made in its place before Apache starts. */
	readonly errorLog?: (path: string) => void;
	/** What starts it: a command that runs the words behind it. */
	readonly by?: readonly string[];
	/** Further lines of its configuration. */
	readonly more?: string;
}

/** A real Apache on 127.0.0.1 that loads plugins by OCS's own Plugins.pm, started with a file of its own. */
export async function startOcsApache({
	mpm = "prefork",
	errorLog,
	by = [],
	more = "",
}: OcsApacheOptions = {}): Promise<OcsApache> {
	const root = mkdtempSync(join(tmpdir(), "graft-apache-"));
	chmodSync(root, 0o755);
	const plugins = join(root, "ocs/plugins");
	const perl = join(root, "ocs/perl");
	for (const folder of [plugins, perl]) mkdirSync(folder, { recursive: true });
	const configFile = join(root, "httpd.conf");
	const modules = [`mpm_${mpm}`, "authz_core", "perl"].map(
		(name) => `LoadModule ${name}_module ${modulesFolder}/mod_${name}.so`,
	);
	const port = await freePort();
	errorLog?.(join(root, "error.log"));
	writeFileSync(
		configFile,
		`ServerRoot ${root}
ServerName 127.0.0.1
PidFile apache.pid
ErrorLog error.log
CustomLog access.log "%h %l %u %t \\"%r\\" %>s %b"
Mutex file:${root} default
Listen 127.0.0.1:${port}
User www-data
Group www-data
StartServers 1
${mpm === "prefork" ? "MinSpareServers 1\nMaxSpareServers 2" : "ThreadsPerChild 4\nMinSpareThreads 1\nMaxSpareThreads 8\nMaxRequestWorkers 8"}
${modules.join("\n")}
PerlSetEnv OCS_MODPERL_VERSION 2
PerlSetEnv OCS_PLUGINS_PERL_DIR "${perl}"
PerlSetEnv OCS_PLUGINS_CONF_DIR "${plugins}"
PerlModule Apache::Ocsinventory::Plugins
${more}
`,
	);
	const [program = "", ...words] = [...by, "/usr/sbin/apache2", "-f", configFile, "-k", "start"];
	execFileSync(program, words, { stdio: "pipe" });
	const pidFile = join(root, "apache.pid");
	const pid = () => {
		const number = existsSync(pidFile) ? Number(readFileSync(pidFile, "utf8")) : 0;
		return number > 0 && existsSync(`/proc/${number}`) ? number : undefined;
	};
	const started: OcsApache = {
		configFile,
		port,
		plugins,
		perl,
		pid,
		log: () => readFileSync(join(root, "error.log"), "utf8"),
		stop: () => {
			spawnSync("/usr/sbin/apache2", ["-f", configFile, "-k", "stop"]);
			rmSync(root, { recursive: true, force: true });
		},
	};
	const answers = (): Promise<boolean> =>
		fetch(`http://127.0.0.1:${port}/`).then(
			() => true,
			() => false,
		);
	for (const end = Date.now() + 20_000; !(await answers()); ) {
		if (Date.now() > end)
			throw new Error(`Apache did not start:\n${errorLog ? "" : started.log()}`);
	}
	return started;
}

export async function comesTrue(
	condition: () => boolean,
	milliseconds = patient(60_000),
): Promise<boolean> {
	for (const end = Date.now() + milliseconds; Date.now() < end; ) {
		if (condition()) return true;
		await new Promise((resolve) => setTimeout(resolve, 20));
	}
	return condition();
}
