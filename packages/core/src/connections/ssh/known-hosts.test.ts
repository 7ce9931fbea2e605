import { execFileSync } from "node:child_process";
import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
	fingerprint,
	judge,
	knownKeys,
	readKnownKeys,
	rememberKey,
	typeOfKey,
} from "./known-hosts.ts";

const ed25519 = "AAAAC3NzaC1lZDI1NTE5AAAAIJ4VXTXFXHsxBr9SrqXz6LDSqbl7E8KfHnbKQ1Bs3Vv7";
const other = "AAAAC3NzaC1lZDI1NTE5AAAAIBdr0FXTEqAbF2m8wKPSkMSkPYuhLBFtBVRlJ4+eQ4zZ";
const key = Buffer.from(ed25519, "base64");

describe("known_hosts", () => {
	it.each([
		["the plain name", `host ssh-ed25519 ${ed25519}`],
		["one of several names", `10.0.0.1,host ssh-ed25519 ${ed25519} comment here`],
		["a wildcard", `*.other,ho?t ssh-ed25519 ${ed25519}`],
		["tabs, and a name in capitals", `HOST\tssh-ed25519\t${ed25519}`],
	])("finds a host by %s", (_, line) => {
		expect(judge(knownKeys(`# comment\n\n${line}\n`, "host"), key)).toBe("known");
	});

	it.each([
		["another host", `host2 ssh-ed25519 ${ed25519}`],
		["the same host on another port", `[host]:2222 ssh-ed25519 ${ed25519}`],
		["a pattern that leaves it out", `h*,!host ssh-ed25519 ${ed25519}`],
		["a dot that is only a dot", `ho.t ssh-ed25519 ${ed25519}`],
		["a line that is cut off", "host ssh-ed25519"],
		["a comment", `#host ssh-ed25519 ${ed25519}`],
		["a certificate authority", `@cert-authority host ssh-ed25519 ${ed25519}`],
	])("does not take %s for it", (_, line) => {
		expect(judge(knownKeys(line, "host"), key)).toBe("unknown");
	});

	it("tells a changed key from an unknown host", () => {
		expect(judge(knownKeys(`host ssh-ed25519 ${other}`, "host"), key)).toBe("changed");
		expect(judge(knownKeys(`host ssh-rsa AAAAB3NzaC1yc2E`, "host"), key)).toBe("changed");
	});

	it("lets a revoked key win over a line that trusts it", () => {
		const text = `host ssh-ed25519 ${ed25519}\n@revoked * ssh-ed25519 ${ed25519}\n`;
		expect(judge(knownKeys(text, "host"), key)).toBe("revoked");
		expect(judge(knownKeys(`@revoked * ssh-ed25519 ${other}`, "host"), key)).toBe("unknown");
	});

	it("never stumbles over a pattern with many stars", () => {
		const text = `${"*a".repeat(200)}b ssh-ed25519 ${ed25519}`;
		expect(judge(knownKeys(text, "a".repeat(300)), key)).toBe("unknown");
	});
});

describe("with OpenSSH's own tools", () => {
	let folder: string;
	beforeEach(async () => {
		folder = await mkdtemp(join(tmpdir(), "graft-known-"));
	});
	afterEach(() => rm(folder, { recursive: true, force: true }));

	it("reads the names that ssh-keygen has hashed", async () => {
		const file = join(folder, "known_hosts");
		await writeFile(file, `host,[host]:2222 ssh-ed25519 ${ed25519}\n`);
		execFileSync("ssh-keygen", ["-q", "-H", "-f", file], { stdio: "ignore" });
		expect(await readFile(file, "utf8")).not.toContain("host");
		expect(judge(await readKnownKeys([file], "host", 22), key)).toBe("known");
		expect(judge(await readKnownKeys([file], "host", 2222), key)).toBe("known");
		expect(judge(await readKnownKeys([file], "host", 2223), key)).toBe("unknown");
	});

	it("remembers a key so that ssh-keygen finds it, in a file that is only ours", async () => {
		const file = join(folder, "home", "known_hosts");
		await rememberKey(file, "host", 2222, key);
		await rememberKey(file, "2001:db8::1", 22, key);
		expect((await stat(file)).mode & 0o777).toBe(0o600);
		const found = (name: string) =>
			execFileSync("ssh-keygen", ["-F", name, "-f", file], { encoding: "utf8" });
		expect(found("[host]:2222")).toContain(ed25519);
		expect(found("2001:db8::1")).toContain(ed25519);
	});

	it("begins a new line where somebody's editor left the last one open", async () => {
		const file = join(folder, "known_hosts");
		await writeFile(file, `first ssh-ed25519 ${other}`);
		await rememberKey(file, "host", 22, key);
		expect(judge(await readKnownKeys([file], "host", 22), key)).toBe("known");
		expect(await readKnownKeys([file], "first", 22)).toHaveLength(1);
	});

	it("shows fingerprints as ssh-keygen does", async () => {
		const file = join(folder, "key.pub");
		await writeFile(file, `ssh-ed25519 ${ed25519}\n`);
		const said = execFileSync("ssh-keygen", ["-lf", file], { encoding: "utf8" });
		expect(said).toContain(` ${fingerprint(key)} `);
		expect(typeOfKey(key)).toBe("ssh-ed25519");
	});
});
