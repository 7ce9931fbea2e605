import { dirname, resolve } from "./paths.ts";

/** How an Apache is started, before its configuration was read. */
export interface Launch {
	readonly configFile: string;
	readonly serverRoot: string;
	/** Built-in values, for where the configuration is silent; may be relative to the server root. */
	readonly pidFile: string;
	readonly errorLog: string;
	/** Commands that reload, start and test it, given the variables of its `envvars`. */
	readonly control: (environment: ReadonlyMap<string, string>) => Control;
}

export interface Control {
	readonly graceful: readonly string[];
	readonly start: readonly string[];
	/** Reads the configuration and serves nothing; takes httpd's further options. */
	readonly test: readonly string[];
}

/** `binary` where the script hands no options on, as Red Hat's does not. */
function byControlScript(script: string, binary = script): Launch["control"] {
	return () => ({
		graceful: [script, "graceful"],
		start: [script, "start"],
		test: [binary, "-t"],
	});
}

/** The builds that OCS's installers and distributions expect; docs/platforms/ocs-inventory-server.md. */
const debian: Launch = {
	configFile: "/etc/apache2/apache2.conf",
	serverRoot: "/etc/apache2",
	pidFile: "/run/apache2.pid",
	errorLog: "logs/error_log",
	control: byControlScript("/usr/sbin/apache2ctl"),
};
const redHat: Launch = {
	configFile: "/etc/httpd/conf/httpd.conf",
	serverRoot: "/etc/httpd",
	pidFile: "run/httpd.pid",
	errorLog: "logs/error_log",
	control: byControlScript("/usr/sbin/apachectl", "/usr/sbin/httpd"),
};
const fromSource: Launch = {
	configFile: "/usr/local/apache2/conf/httpd.conf",
	serverRoot: "/usr/local/apache2",
	pidFile: "logs/httpd.pid",
	errorLog: "logs/error_log",
	control: byControlScript("/usr/local/apache2/bin/apachectl"),
};

export const usualLaunches: readonly Launch[] = [debian, redHat, fromSource];

interface Process {
	readonly pid: number;
	readonly parent: number;
	readonly uid: number;
	readonly argv: readonly string[];
}

export interface Running {
	readonly launches: readonly Launch[];
	/** Of parents and children. */
	readonly pids: ReadonlySet<number>;
	/** Users of parents that were left out. */
	readonly untrusted: readonly number[];
}

/**
 * The Apaches among the lines of `ps -eo pid,ppid,ruid,args`: parents only, for a child is not started by hand, and only
 * those of `trusted` users, for what they were started with is started again.
 */
export function launchesOf(ps: string, trusted: readonly number[]): Running {
	const processes = ps.split("\n").flatMap((line): Process[] => {
		const [, pid, parent, uid, args = ""] = /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(\S.*)$/.exec(line) ?? [];
		const argv = args.trim().split(/\s+/);
		return /(^|\/)(apache2|httpd)$/.test(argv[0] ?? "")
			? [{ pid: Number(pid), parent: Number(parent), uid: Number(uid), argv }]
			: [];
	});
	const pids = new Set(processes.map(({ pid }) => pid));
	const parents = processes.filter(({ parent }) => !pids.has(parent));
	const ours = parents.filter(({ uid }) => trusted.includes(uid));
	return {
		launches: ours.map(({ argv }) => launchOf(argv)),
		pids,
		untrusted: parents.filter((each) => !ours.includes(each)).map(({ uid }) => uid),
	};
}

function launchOf([command = "", ...rest]: readonly string[]): Launch {
	const built = buildOf(command);
	const options = optionsOf(rest);
	const file = options.findLast(([flag]) => flag === "-f")?.[1];
	const root = options.findLast(([flag]) => flag === "-d")?.[1];
	if (!file && !root) return built;
	const serverRoot = root ?? built.serverRoot;
	const configFile = resolve(
		serverRoot,
		file ?? built.configFile.slice(built.serverRoot.length + 1),
	);
	const binary = command.startsWith("/") ? command : `/usr/sbin/${command}`;
	// In the foreground is where a supervisor started it; a signal to it, or a start by us, is neither.
	const kept = options.filter(([flag, value]) => flag !== "-k" && value !== "FOREGROUND").flat();
	return {
		...built,
		configFile,
		serverRoot,
		control: (environment) => {
			const variables = [...environment].map(([name, value]) => `${name}=${value}`);
			const run = [...(variables.length > 0 ? ["env", ...variables] : []), binary, ...kept];
			return {
				graceful: [...run, "-k", "graceful"],
				start: [...run, "-k", "start"],
				test: [...run, "-t"],
			};
		},
	};
}

/** Apache's options that take a value, each as a pair; the others alone. */
function optionsOf(args: readonly string[]): [string, ...string[]][] {
	const options: [string, ...string[]][] = [];
	for (let at = 0; at < args.length; at++) {
		const [, flag, joined] = /^(-[fdDkcCE])(.*)$/.exec(args[at] ?? "") ?? [];
		if (flag === undefined) options.push([args[at] ?? ""]);
		else options.push([flag, joined || (args[++at] ?? "")]);
	}
	return options;
}

function buildOf(command: string): Launch {
	if (/(^|\/)apache2$/.test(command)) return debian;
	if (!command.startsWith("/") || command === "/usr/sbin/httpd") return redHat;
	const prefix = dirname(dirname(command));
	if (prefix === fromSource.serverRoot) return fromSource;
	return {
		...fromSource,
		configFile: `${prefix}/conf/httpd.conf`,
		serverRoot: prefix,
		control: byControlScript(`${prefix}/bin/apachectl`),
	};
}
