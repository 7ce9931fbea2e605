import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { findPhp } from "./find-php.ts";

let folder: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), "graft-php-"));
});
afterEach(() => {
	vi.unstubAllEnvs();
	rmSync(folder, { recursive: true, force: true });
});

function put(name: string, content: string, mode = 0o755): string {
	mkdirSync(join(folder, name));
	const path = join(folder, name, "php");
	writeFileSync(path, content);
	chmodSync(path, mode);
	return path;
}

const search = (...names: string[]) =>
	vi.stubEnv("PATH", names.map((name) => join(folder, name)).join(":"));

test("is the first program of that name, past all that is none", () => {
	put("data", "\x7fELF", 0o644);
	mkdirSync(join(folder, "folder", "php"), { recursive: true });
	mkdirSync(join(folder, "broken"));
	symlinkSync("nowhere", join(folder, "broken", "php"));
	// A loop may not be looked at by anybody, root neither.
	symlinkSync("loop", join(folder, "loop"));
	const first = put("first", "\x7fELF");
	put("second", "\x7fELF");
	search("nowhere", "data", "folder", "broken", "loop", "first", "second");
	expect(findPhp()).toMatchObject({ path: first, identity: expect.stringContaining(first) });
});

test("is none where there is none", () => {
	search("nowhere");
	expect(findPhp()).toBeNull();
	vi.stubEnv("PATH", undefined);
	expect(findPhp()).toBeNull();
});

test("is another one behind the same link", () => {
	const [one, two] = [put("one", "\x7fELF"), put("two", "\x7fELF")];
	mkdirSync(join(folder, "bin"));
	search("bin");
	const link = join(folder, "bin", "php");
	const identities = [one, two].map((program) => {
		rmSync(link, { force: true });
		symlinkSync(program, link);
		return findPhp()?.identity;
	});
	expect(identities[0]).not.toBe(identities[1]);
});
