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
	readonly plugins: string;
	readonly perl: string;
	/** The parent's process id; undefined where it has ended. */
	pid(): number | undefined;
	log(): string;
	stop(): void;
}

/** A real Apache on 127.0.0.1 that loads plugins by OCS's own Plugins.pm, started with a file of its own. */
export async function startOcsApache(): Promise<OcsApache> {
	const root = mkdtempSync(join(tmpdir(), "graft-apache-"));
	chmodSync(root, 0o755);
	const plugins = join(root, "ocs/plugins");
	const perl = join(root, "ocs/perl");
	for (const folder of [plugins, perl]) mkdirSync(folder, { recursive: true });
	const configFile = join(root, "httpd.conf");
	const modules = ["mpm_prefork", "authz_core", "perl"].map(
		(name) => `LoadModule ${name}_module ${modulesFolder}/mod_${name}.so`,
	);
	writeFileSync(
		configFile,
		`ServerRoot ${root}
ServerName 127.0.0.1
PidFile apache.pid
ErrorLog error.log
CustomLog access.log "%h %l %u %t \\"%r\\" %>s %b"
Mutex file:${root} default
Listen 127.0.0.1:${await freePort()}
User www-data
Group www-data
StartServers 1
MinSpareServers 1
MaxSpareServers 2
${modules.join("\n")}
PerlSetEnv OCS_MODPERL_VERSION 2
PerlSetEnv OCS_PLUGINS_PERL_DIR "${perl}"
PerlSetEnv OCS_PLUGINS_CONF_DIR "${plugins}"
PerlModule Apache::Ocsinventory::Plugins
`,
	);
	execFileSync("/usr/sbin/apache2", ["-f", configFile, "-k", "start"], { stdio: "pipe" });
	const pidFile = join(root, "apache.pid");
	const pid = () => {
		const number = existsSync(pidFile) ? Number(readFileSync(pidFile, "utf8")) : 0;
		return number > 0 && existsSync(`/proc/${number}`) ? number : undefined;
	};
	const started: OcsApache = {
		configFile,
		plugins,
		perl,
		pid,
		log: () => readFileSync(join(root, "error.log"), "utf8"),
		stop: () => {
			spawnSync("/usr/sbin/apache2", ["-f", configFile, "-k", "stop"]);
			rmSync(root, { recursive: true, force: true });
		},
	};
	if (!(await comesTrue(() => pid() !== undefined && started.log().includes("resuming normal"))))
		throw new Error(`Apache did not start:\n${started.log()}`);
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
