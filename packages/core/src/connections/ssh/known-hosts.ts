import { createHash, createHmac } from "node:crypto";
import { appendFile, mkdir, readFile } from "node:fs/promises";
import { dirname } from "node:path";

/** One line about a host, of a known_hosts file; the format is that of sshd(8), SSH_KNOWN_HOSTS FILE FORMAT. */
export interface KnownKey {
	readonly keyType: string;
	/** The key itself, base64. */
	readonly key: string;
	readonly revoked: boolean;
	/** Where it stands, for messages: file and line. */
	readonly source: string;
}

/** "changed": keys of this host are known, and this is none of them. */
export type KeyVerdict = "known" | "unknown" | "changed" | "revoked";

/** What is known of one host in these files; ones that are not there know nothing. */
export async function readKnownKeys(
	files: readonly string[],
	host: string,
	port: number,
): Promise<readonly KnownKey[]> {
	const found: KnownKey[] = [];
	for (const file of files) {
		found.push(...knownKeys(await textOf(file), hostName(host, port), file));
	}
	return found;
}

/** The lines of `text` that speak of `name`; ones that cannot be read speak of nobody. */
export function knownKeys(text: string, name: string, file = ""): readonly KnownKey[] {
	return text.split("\n").flatMap((line, index) => {
		if (!maySpeakOf(line, name)) return [];
		const words = line.trim().split(/[ \t]+/);
		const marker = words[0]?.startsWith("@") ? words.shift() : undefined;
		const [hosts, keyType, key] = words;
		if (hosts === undefined || keyType === undefined || key === undefined) return [];
		if (hosts.startsWith("#") || !matches(hosts, name)) return [];
		// Certificate authorities sign host keys, which ssh2 cannot check.
		if (marker !== undefined && marker !== "@revoked") return [];
		return [{ keyType, key, revoked: marker === "@revoked", source: `${file}:${index + 1}` }];
	});
}

/** Whoever connects to hundreds of servers knows hundreds of hosts: most lines are passed over without a closer look. */
function maySpeakOf(line: string, name: string): boolean {
	return /[|*?]/.test(line) || line.toLowerCase().includes(name);
}

export function judge(known: readonly KnownKey[], key: Uint8Array): KeyVerdict {
	const presented = Buffer.from(key).toString("base64");
	const same = known.filter((entry) => entry.key === presented);
	if (same.some((entry) => entry.revoked)) return "revoked";
	if (same.length > 0) return "known";
	return known.some((entry) => !entry.revoked) ? "changed" : "unknown";
}

/** Remembers a key that somebody vouched for. Appended in one write, so that two processes do not mix their lines. */
export async function rememberKey(
	file: string,
	host: string,
	port: number,
	key: Uint8Array,
): Promise<void> {
	await mkdir(dirname(file), { recursive: true, mode: 0o700 });
	const line = `${hostName(host, port)} ${typeOfKey(key)} ${Buffer.from(key).toString("base64")}\n`;
	const before = await textOf(file);
	// Of many connections at once to one server, each comes to remember it.
	if (before.split("\n").includes(line.trim())) return;
	const gap = before === "" || before.endsWith("\n") ? "" : "\n";
	await appendFile(file, gap + line, { mode: 0o600 });
}

/** As OpenSSH shows it: `SHA256:` and base64 without padding. */
export function fingerprint(key: Uint8Array): string {
	return `SHA256:${createHash("sha256").update(key).digest("base64").replace(/=+$/, "")}`;
}

/** The name at the front of a public key (RFC 4253, section 6.6). It comes from the server. */
export function typeOfKey(key: Uint8Array): string {
	const bytes = Buffer.from(key);
	const length = bytes.length >= 4 ? bytes.readUInt32BE(0) : 0;
	const name = bytes.subarray(4, 4 + Math.min(length, 64)).toString("latin1");
	return /^[\w@.-]+$/.test(name) ? name : "unknown";
}

function hostName(host: string, port: number): string {
	return port === 22 ? host : `[${host}]:${port}`;
}

function matches(hosts: string, name: string): boolean {
	if (hosts.startsWith("|1|")) {
		const [, , salt = "", hash = ""] = hosts.split("|");
		return createHmac("sha1", Buffer.from(salt, "base64")).update(name).digest("base64") === hash;
	}
	const patterns = hosts.toLowerCase().split(",");
	const hit = (pattern: string) => wildcard(pattern, name);
	if (patterns.some((pattern) => pattern.startsWith("!") && hit(pattern.slice(1)))) return false;
	return patterns.some((pattern) => !pattern.startsWith("!") && hit(pattern));
}

/** `*` is any text, `?` any character. Steps back to the last star only, so that no pattern takes long. */
function wildcard(pattern: string, name: string): boolean {
	let [at, position] = [0, 0];
	let star: { at: number; position: number } | undefined;
	while (position < name.length) {
		if (pattern[at] === "*") {
			star = { at: ++at, position };
		} else if (pattern[at] === "?" || pattern[at] === name[position]) {
			at++;
			position++;
		} else if (star !== undefined) {
			star.position++;
			at = star.at;
			position = star.position;
		} else {
			return false;
		}
	}
	return /^\**$/.test(pattern.slice(at));
}

async function textOf(file: string): Promise<string> {
	return readFile(file, "utf8").catch((error) => {
		if (error.code === "ENOENT" || error.code === "ENOTDIR") return "";
		throw error;
	});
}
