import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readSecret } from "./secret.ts";

describe("the key that signs sessions", () => {
	let home: string;
	beforeEach(async () => {
		home = await mkdtemp(join(tmpdir(), "graft-secret-"));
	});
	afterEach(() => rm(home, { recursive: true }));

	it("is made once, for its owner only, and is the same at the next start", async () => {
		const first = await readSecret(home);
		expect(Buffer.from(first, "base64url")).toHaveLength(32);
		expect((await stat(join(home, "secret"))).mode & 0o777).toBe(0o600);
		expect(await readSecret(home)).toBe(first);
	});

	it("differs from place to place", async () => {
		const other = await mkdtemp(join(tmpdir(), "graft-secret-"));
		expect(await readSecret(other)).not.toBe(await readSecret(home));
		await rm(other, { recursive: true });
	});
});
