import { cpSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { build } from "esbuild";
import { afterAll, expect, test } from "vitest";
import { readers, readerVersion } from "../../reader-version.mjs";

const root = resolve(import.meta.dirname, "../../../..");
const copy = mkdtempSync(join(tmpdir(), "graft-reader-"));
for (const path of readers) cpSync(join(root, path), join(copy, path), { recursive: true });
afterAll(() => rmSync(copy, { recursive: true, force: true }));

test("all that a worker is made of counts", async () => {
	const { metafile } = await build({
		absWorkingDir: root,
		entryPoints: ["packages/services/src/tasks/worker.ts"],
		...{ bundle: true, platform: "node", format: "esm", write: false, outdir: "none" },
		external: ["tinypool", "libxml2-wasm"],
		metafile: true,
	});
	// Of libraries, the lockfile tells.
	const own = Object.keys(metafile.inputs).filter((path) => !path.startsWith("node_modules/"));
	expect(own.length).toBeGreaterThan(100);
	expect(own.filter((path) => !readers.some((each) => path.startsWith(each)))).toEqual([]);
});

test("is another one after each change of what reads, and the same where nothing changed", () => {
	const versions = [readerVersion(copy)];
	expect(readerVersion(root)).toBe(versions[0]);
	const change = (work: () => void) => {
		work();
		versions.push(readerVersion(copy));
	};
	const at = (path: string) => join(copy, path);
	change(() => writeFileSync(at("packages/core/src/domain/new.ts"), "export {};"));
	change(() => renameSync(at("packages/core/src/domain/new.ts"), at("packages/core/src/new.ts")));
	change(() => writeFileSync(at("packages/core/src/new.ts"), "export {}; "));
	change(() => rmSync(at("packages/services/src/tasks/codes.ts")));
	change(() => writeFileSync(at("package-lock.json"), "{}"));
	expect(new Set(versions).size).toBe(6);
	writeFileSync(at("packages/core/src/new.test.ts"), "a test reads nothing");
	expect(readerVersion(copy)).toBe(versions[5]);
});
