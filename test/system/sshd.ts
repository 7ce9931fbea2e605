import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { chmod, copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { freePort } from "./free-ports.ts";

const program = "/usr/sbin/sshd";

/** Why no sshd can be started here, or undefined: for `describe.skipIf`, and for the name of what is skipped. */
export const noSshd: string | undefined = !existsSync(program)
	? "openssh-server is not installed"
	: userInfo().uid !== 0
		? "sshd lets other users in only when root starts it"
		: undefined;

export type HostKeyType = "ed25519" | "rsa" | "ecdsa";

export interface SshdOptions {
	/** Who the client key is for; default: who runs the tests. Anyone with that key may come in. */
	user?: string;
	/** Default: a new free port on 127.0.0.1. */
	port?: number;
	hostKeyTypes?: readonly HostKeyType[];
	/** As sshd_config's AuthenticationMethods; default "publickey". */
	authentication?: string;
	/** Gives SFTP and nothing else, as file servers do. */
	sftpOnly?: boolean;
	/** Passphrase of the client key. */
	passphrase?: string;
	/** Further lines of sshd_config; they win over ours. */
	settings?: readonly string[];
}

export interface Sshd {
	/** `ssh://user@127.0.0.1:port`. */
	address: string;
	user: string;
	port: number;
	/** `SHA256:…` of the first host key. */
	fingerprint: string;
	/** Lines for a known_hosts file, one for each host key. */
	knownHosts: string;
	/** Path of a known_hosts file with these lines. */
	knownHostsFile: string;
	/** Path of the private key that is let in. */
	clientKey: string;
	/** What sshd has said so far. */
	log(): string;
	/** Ends every connection that is open, as a network that goes away does; goes on listening. */
	dropConnections(): void;
	stop(): Promise<void>;
}

/** A real sshd on 127.0.0.1 with its own keys and settings in a temporary folder. */
export async function startSshd(options: SshdOptions = {}): Promise<Sshd> {
	const { user = userInfo().username, hostKeyTypes = ["ed25519"] } = options;
	const folder = await mkdtemp(join(tmpdir(), "graft-sshd-"));
	await chmod(folder, 0o755);
	// sshd wants it for its unprivileged half; Debian makes it when the service starts.
	await mkdir("/run/sshd", { recursive: true });

	for (const type of hostKeyTypes) makeKey(join(folder, `host_${type}`), type);
	const clientKey = join(folder, "client_key");
	makeKey(clientKey, "ed25519", options.passphrase);
	await copyFile(`${clientKey}.pub`, join(folder, "authorized_keys"));

	const port = options.port ?? (await freePort());
	const config = join(folder, "sshd_config");
	await writeFile(config, `${configuration(folder, port, hostKeyTypes, options).join("\n")}\n`);
	const child = spawn(program, ["-D", "-e", "-f", config], { stdio: ["ignore", "ignore", "pipe"] });
	const log = await listening(child);

	const lines: string[] = [];
	for (const type of hostKeyTypes) {
		const [keyType, key] = (await readFile(join(folder, `host_${type}.pub`), "utf8")).split(" ");
		lines.push(`[127.0.0.1]:${port} ${keyType} ${key}\n`);
	}
	const knownHostsFile = join(folder, "known_hosts");
	await writeFile(knownHostsFile, lines.join(""));

	return {
		address: `ssh://${user}@127.0.0.1:${port}`,
		user,
		port,
		fingerprint: fingerprintOf(join(folder, `host_${hostKeyTypes[0]}.pub`)),
		knownHosts: lines.join(""),
		knownHostsFile,
		clientKey,
		log,
		dropConnections: () => killChildren(child),
		async stop() {
			killChildren(child);
			if (child.exitCode === null && child.signalCode === null) {
				const ended = new Promise((resolve) => child.once("exit", resolve));
				child.kill("SIGTERM");
				await ended;
			}
			await rm(folder, { recursive: true, force: true });
		},
	};
}

/** Makes `<file>` and `<file>.pub`. */
export function makeKey(file: string, type: HostKeyType, passphrase = ""): void {
	execFileSync("ssh-keygen", ["-q", "-t", type, "-N", passphrase, "-C", "graft-test", "-f", file]);
}

export function fingerprintOf(publicKeyFile: string): string {
	const said = execFileSync("ssh-keygen", ["-l", "-E", "sha256", "-f", publicKeyFile], {
		encoding: "utf8",
	});
	return said.split(" ")[1] ?? "";
}

function configuration(
	folder: string,
	port: number,
	hostKeyTypes: readonly HostKeyType[],
	{ authentication = "publickey", sftpOnly = false, settings = [] }: SshdOptions,
): string[] {
	const interactive = authentication.includes("keyboard-interactive");
	return [
		// The first value that sshd reads for a setting is the one that counts.
		...settings,
		"ListenAddress 127.0.0.1",
		`Port ${port}`,
		...hostKeyTypes.map((type) => `HostKey ${folder}/host_${type}`),
		`PidFile ${folder}/sshd.pid`,
		`AuthorizedKeysFile ${folder}/authorized_keys`,
		"StrictModes no",
		"PermitRootLogin yes",
		`AuthenticationMethods ${authentication}`,
		`PasswordAuthentication ${authentication.includes("password") ? "yes" : "no"}`,
		`KbdInteractiveAuthentication ${interactive ? "yes" : "no"}`,
		// Only PAM asks questions; without it accounts need no session set-up that containers lack.
		`UsePAM ${interactive ? "yes" : "no"}`,
		// Not the profile of whoever runs the tests: what is in there is slow on some machines.
		`SetEnv HOME=${folder}`,
		"UseDNS no",
		"PrintMotd no",
		"LogLevel VERBOSE",
		"MaxStartups 100:30:200",
		"Subsystem sftp internal-sftp",
		...(sftpOnly ? ["ForceCommand internal-sftp"] : []),
	];
}

/** Resolves when sshd says that it listens; gives what it has said up to any later time. */
function listening(child: ChildProcess): Promise<() => string> {
	let said = "";
	return new Promise((resolve, reject) => {
		child.once("error", reject);
		child.once("exit", (code) => reject(new Error(`sshd ended with ${code}: ${said}`)));
		child.stderr?.on("data", (chunk: Buffer) => {
			said += chunk.toString();
			if (said.includes("Server listening on")) resolve(() => said);
		});
	});
}

/** sshd has one child for each connection, and that may have one in turn. */
function killChildren(child: ChildProcess): void {
	if (child.pid === undefined) return;
	for (const pid of descendants(child.pid)) {
		try {
			process.kill(pid, "SIGKILL");
		} catch {
			// It has ended in the meantime.
		}
	}
}

function descendants(pid: number): number[] {
	try {
		const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8");
		return children
			.split(" ")
			.filter((child) => child !== "")
			.flatMap((child) => [Number(child), ...descendants(Number(child))]);
	} catch {
		return []; // It has ended in the meantime.
	}
}
