import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { readEncryptionKey } from "./encryption-key.ts";
import { seal, unseal } from "./sealed-text.ts";

let home: string;
beforeEach(() => {
	home = mkdtempSync(join(tmpdir(), "graft-secrets-"));
});
afterEach(() => rmSync(home, { recursive: true }));

describe("the key", () => {
	test("is made once, for its owner only, whoever comes at the same time", async () => {
		const keys = await Promise.all(Array.from({ length: 8 }, () => readEncryptionKey(home, true)));
		expect(new Set(keys.map((key) => Buffer.from(key).toString("hex"))).size).toBe(1);
		expect(keys[0]).toHaveLength(32);
		expect(readdirSync(home)).toEqual(["encryption-key"]);
		expect(statSync(join(home, "encryption-key")).mode & 0o777).toBe(0o600);
	});

	test("is not made by whoever only reads", async () => {
		await expect(readEncryptionKey(home, false)).rejects.toMatchObject({ kind: "refused" });
		expect(readdirSync(home)).toEqual([]);
	});

	test("is refused where it is none", async () => {
		writeFileSync(join(home, "encryption-key"), "short");
		await expect(readEncryptionKey(home, true)).rejects.toMatchObject({ kind: "refused" });
	});
});

describe("a sealed text", () => {
	test("opens again, looks different each time, and shows nothing", async () => {
		const key = await readEncryptionKey(home, true);
		fc.assert(
			fc.property(fc.string({ minLength: 8, unit: "grapheme" }), (text) => {
				const sealed = seal(key, "test", text);
				expect(unseal(key, "test", sealed)).toBe(text);
				expect(seal(key, "test", text)).not.toBe(sealed);
				expect(sealed).toMatch(/^1\.[\w-]+$/);
			}),
		);
	});

	test("opens with no other key, for no other purpose, and not after any change", async () => {
		const key = await readEncryptionKey(home, true);
		const sealed = seal(key, "test", "mysql://ocs:s3cret@db/ocsweb");
		const refused = expect.objectContaining({ kind: "refused" });
		expect(() => unseal(new Uint8Array(32), "test", sealed)).toThrow(refused);
		expect(() => unseal(key, "other", sealed)).toThrow(refused);
		expect(() => unseal(key, "test", "1.")).toThrow(refused);
		for (let at = 2; at < sealed.length; at += 1) {
			const other = sealed[at] === "A" ? "Q" : "A";
			const changed = sealed.slice(0, at) + other + sealed.slice(at + 1);
			// The last character may hold bits that no byte needs.
			if (
				Buffer.from(changed.slice(2), "base64url").equals(Buffer.from(sealed.slice(2), "base64url"))
			)
				continue;
			expect(() => unseal(key, "test", changed)).toThrow(refused);
		}
	});
});
