// Runs inside the network namespace that many-hosts.mjs makes; prints one line for each number of hosts.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type { Connection } from "@graft/core/connections/connection";
import { openConnection } from "@graft/core/connections/open-connection";
import { applyPlan } from "@graft/core/drivers/files/apply/apply-plan";
import { preparePlan } from "@graft/core/drivers/files/plan/look";
import type { Facts, ServerPart } from "@graft/core/drivers/files/wanted";
import ssh2 from "ssh2";
import { sha256 } from "../../test/builders/tree.ts";

const atOnce = 10;
const port = 2222;
/** In memory where that can be: two hundred hosts have two hundred disks, and would wait here for the flushes of one. */
const folder = mkdtempSync(join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "graft-hosts-"));
const known = join(folder, "known_hosts");
const key = join(folder, "key");
const hostKey = join(folder, "host_key");

function makeKeys(): void {
	for (const file of [key, hostKey])
		spawnSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", file]);
	writeFileSync(join(folder, "authorized_keys"), readFileSync(`${key}.pub`));
	const [type, text] = readFileSync(`${hostKey}.pub`, "utf8").split(" ");
	writeFileSync(
		known,
		hosts(200)
			.map((host) => `[${host}]:${port} ${type} ${text}\n`)
			.join(""),
	);
}

function hosts(count: number): string[] {
	return Array.from({ length: count }, (_, index) => `127.1.0.${index + 1}`);
}

async function startHosts(): Promise<() => void> {
	mkdirSync("/run/sshd", { recursive: true });
	const config = join(folder, "sshd_config");
	writeFileSync(
		config,
		`ListenAddress 0.0.0.0
Port ${port}
SetEnv HOME=${folder}
HostKey ${hostKey}
AuthorizedKeysFile ${folder}/authorized_keys
StrictModes no
UsePAM no
PermitRootLogin yes
MaxStartups 500
Subsystem sftp internal-sftp
PidFile ${folder}/sshd.pid
`,
	);
	const sshd = spawn("/usr/sbin/sshd", ["-D", "-f", config], { stdio: "ignore" });
	for (let tries = 0; tries < 100; tries += 1) {
		if (ssh(hosts(1)[0] ?? "", ["true"]).status === 0) return () => void sshd.kill();
		await wait(50);
	}
	throw new Error("sshd did not start");
}

const sshOptions = [
	"-q",
	"-i",
	key,
	"-o",
	`UserKnownHostsFile=${known}`,
	"-o",
	"StrictHostKeyChecking=yes",
	"-o",
	"BatchMode=yes",
];

function ssh(host: string, command: readonly string[]) {
	return spawnSync("ssh", [...sshOptions, "-p", String(port), `root@${host}`, ...command]);
}

/** Does `work` for every host, ten at a time; gives milliseconds. */
async function timed(
	targets: readonly string[],
	work: (host: string) => Promise<void>,
): Promise<number> {
	const waiting = [...targets];
	const started = performance.now();
	await Promise.all(
		Array.from({ length: atOnce }, async () => {
			for (let host = waiting.shift(); host; host = waiting.shift()) await work(host);
		}),
	);
	return performance.now() - started;
}

async function withConnection(
	host: string,
	work: (connection: Connection) => Promise<void>,
): Promise<void> {
	const connection = await openConnection(
		{ address: `ssh://root@${host}:${port}`, identityFile: key },
		{ stateFolder: folder, knownHosts: known, userHome: folder },
	);
	try {
		await work(connection);
	} finally {
		await connection.close();
	}
}

/** Signed in, with the host's key compared, and gone again: what SSH alone costs. */
async function bareConnection(host: string): Promise<void> {
	const client = new ssh2.Client();
	const expected = readFileSync(`${hostKey}.pub`, "utf8").split(" ")[1];
	await new Promise<void>((resolve, reject) => {
		client.on("error", reject);
		client.once("ready", resolve);
		client.connect({
			sock: connect({ host, port, noDelay: true }),
			username: "root",
			privateKey: readFileSync(key),
			hostVerifier: (theirs: Buffer) => theirs.toString("base64") === expected,
		});
	});
	const gone = new Promise<void>((resolve) => client.once("close", () => resolve()));
	client.end();
	await gone;
}

const files = { "Map.pm": "package Probe::Map;\n1;\n", "probe.conf": "PerlModule Probe::Map\n" };

/** The whole operation: look, plan, lock, journal, two files, receipt. The host's own check is its own cost, and left out. */
function install(round: number) {
	return (host: string) =>
		withConnection(host, async (connection) => {
			const home = join(folder, `round-${round}`, host);
			mkdirSync(home, { recursive: true });
			// As /var/lib: what Graft keeps below it is made by the operation itself.
			const lasting = join(folder, "state", String(round));
			mkdirSync(lasting, { recursive: true });
			const facts: Facts = {
				folders: {},
				values: {},
				home,
				workFolder: `${home}/.graft`,
				notes: [],
				problems: [],
			};
			const serverPart: ServerPart = {
				files: Object.entries(files).map(([name, text]) => ({
					target: `${home}/${name}`,
					bytes: Buffer.from(text),
					sha256: sha256(text),
					mode: 0o644,
					staging: `${home}/.graft`,
					within: home,
					why: "the benchmark's own",
				})),
				checks: [],
				checksAfterRemoval: [],
				reload: null,
				notes: [],
			};
			const extension = { platform: "ocs-inventory", id: "probe", version: "1" } as const;
			const own = new Proxy(connection, {
				get(target, name) {
					if (name === "stateFolder") return join(lasting, host);
					const member: unknown = Reflect.get(target, name, target);
					return typeof member === "function" ? member.bind(target) : member;
				},
			});
			const prepared = await preparePlan({
				connection: own,
				extension,
				serverPart,
				facts,
				goal: "present",
			});
			await applyPlan({
				connection: own,
				prepared,
				expectedHash: prepared.plan.hash,
				actor: "bench",
				clock: () => new Date(),
				report: () => undefined,
				service: async () => null,
			});
		});
}

function run(command: string, args: readonly string[], env = process.env): Promise<void> {
	return new Promise((resolve, reject) => {
		const child = spawn(command, args, { stdio: ["ignore", "ignore", "pipe"], env });
		let said = "";
		child.stderr.on("data", (chunk: Buffer) => {
			said += chunk.toString();
		});
		child.once("error", reject);
		child.once("close", (code) =>
			code === 0 ? resolve() : reject(new Error(`${command}: ${said}`)),
		);
	});
}

function isInstalled(command: string): boolean {
	return spawnSync("sh", ["-c", `command -v ${command}`]).status === 0;
}

interface Peer {
	readonly name: string;
	readonly command: string;
	measure(targets: readonly string[]): Promise<number>;
}

const sources = Object.keys(files).map((name) => join(folder, "source", name));

const peers: readonly Peer[] = [
	{
		name: "scp, ten at a time",
		command: "scp",
		measure: (targets) =>
			timed(targets, (host) =>
				run("scp", [
					...sshOptions,
					"-P",
					String(port),
					...sources,
					`root@${host}:${folder}/copied/`,
				]),
			),
	},
	{
		name: "parallel-scp",
		command: "parallel-scp",
		async measure(targets) {
			const list = join(folder, "hosts.txt");
			writeFileSync(list, targets.map((host) => `root@${host}:${port}\n`).join(""));
			const options = sshOptions.flatMap((option, index) =>
				option === "-o" ? ["-O", sshOptions[index + 1] ?? ""] : [],
			);
			return timed(["all"], async () => {
				for (const source of sources)
					await run("parallel-scp", [
						"-p",
						String(atOnce),
						"-h",
						list,
						...options,
						"-O",
						`IdentityFile=${key}`,
						source,
						`${folder}/copied/`,
					]);
			});
		},
	},
	{
		name: "ansible",
		command: "ansible",
		async measure(targets) {
			const inventory = join(folder, "inventory.ini");
			writeFileSync(
				inventory,
				targets
					.map(
						(host) =>
							`${host} ansible_user=root ansible_port=${port} ansible_ssh_private_key_file=${key}\n`,
					)
					.join(""),
			);
			const env = {
				...process.env,
				ANSIBLE_SSH_ARGS: `-o UserKnownHostsFile=${known} -o StrictHostKeyChecking=yes`,
				HOME: folder,
			};
			return timed(["all"], () =>
				run(
					"ansible",
					[
						"all",
						"-i",
						inventory,
						"-f",
						String(atOnce),
						"-m",
						"copy",
						"-a",
						`src=${folder}/source/ dest=${folder}/copied/`,
					],
					env,
				),
			);
		},
	},
];

makeKeys();
for (const place of ["source", "copied"]) mkdirSync(join(folder, place));
for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, "source", name), text);
const stop = await startHosts();
try {
	await timed(hosts(5), install(0));
	let round = 0;
	for (const count of [1, 50, 200]) {
		const targets = hosts(count);
		const ours: number[] = [];
		const floors: number[] = [];
		const handshakes: number[] = [];
		for (let turn = 0; turn < 3; turn += 1) {
			round += 1;
			handshakes.push(await timed(targets, bareConnection));
			floors.push(await timed(targets, (host) => withConnection(host, async () => undefined)));
			ours.push(await timed(targets, install(round)));
		}
		const middle = (numbers: number[]): number => numbers.sort((a, b) => a - b)[1] ?? 0;
		const [mine, floor, handshake] = [middle(ours), middle(floors), middle(handshakes)];
		const against: string[] = [];
		for (const peer of peers) {
			if (!isInstalled(peer.command)) against.push(`${peer.name}: not installed here`);
			// Ansible takes minutes for 200 hosts; 50 tell the ratio.
			else if (peer.command === "ansible" && count > 50)
				against.push(`${peer.name}: measured with 50 hosts only`);
			else against.push(`${(mine / (await peer.measure(targets))).toFixed(2)} times ${peer.name}`);
		}
		const memory = Math.round(process.resourceUsage().maxRSS / 1024);
		console.log(
			`${count} hosts: ${(mine / 1000).toFixed(2)} s, ${(mine / floor).toFixed(2)} times the same connections without a transfer (${(floor / 1000).toFixed(2)} s), ${(mine / handshake).toFixed(2)} times SSH's handshakes alone (${(handshake / 1000).toFixed(2)} s); ${against.join("; ")}; peak memory ${memory} MiB`,
		);
	}
} finally {
	stop();
	rmSync(folder, { recursive: true, force: true });
}
