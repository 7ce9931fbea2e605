import { execFileSync } from "node:child_process";
import {
	chmodSync,
	cpSync,
	mkdirSync,
	mkdtempSync,
	renameSync,
	rmSync,
	statSync,
	symlinkSync,
	utimesSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { patient } from "../../../../test/patience.ts";
import { sealFolder } from "./seal-folder.ts";

let home: string;
let count = 0;

beforeAll(() => {
	home = mkdtempSync(join(tmpdir(), "graft-seal-"));
});
afterAll(() => rmSync(home, { recursive: true }));

/** Once nothing in it changed just now. */
async function settled(path: string): Promise<string> {
	for (;;) {
		const seal = sealFolder(path);
		if (seal !== null) return seal;
		await pause(50);
	}
}

async function sealedFolder(): Promise<{ folder: string; before: string }> {
	count += 1;
	const folder = join(home, `folder ${count}`);
	mkdirSync(join(folder, "deep"), { recursive: true });
	writeFileSync(join(folder, "deep", "file"), "one");
	writeFileSync(join(folder, "other"), "two");
	return { folder, before: await settled(folder) };
}

// Each of them mostly waits until what it did is a while ago.
describe.concurrent("the seal of a folder", { timeout: patient(30_000) }, () => {
	it("is the same as long as nobody changes anything", async () => {
		const { folder, before } = await sealedFolder();
		expect(sealFolder(folder)).toBe(before);
	});

	it("is not given while a change is so short ago that another could leave no trace", async () => {
		const { folder } = await sealedFolder();
		writeFileSync(join(folder, "other"), "new");
		expect(sealFolder(folder)).toBeNull();
	});

	const changes: Record<string, (file: string) => void> = {
		"another content of the same size": (file) => writeFileSync(file, "eno"),
		"another content, its time set back": (file) => {
			const { atime, mtime } = statSync(file);
			writeFileSync(file, "eno");
			utimesSync(file, atime, mtime);
		},
		"another content, its time set back by touch": (file) => {
			const { mtime } = statSync(file);
			writeFileSync(file, "eno");
			execFileSync("touch", ["-d", mtime.toISOString(), file]);
		},
		"another file in its place, of the same size and time": (file) => {
			const { atime, mtime } = statSync(file);
			writeFileSync(`${file}.new`, "eno");
			utimesSync(`${file}.new`, atime, mtime);
			renameSync(`${file}.new`, file);
		},
		"a link in its place": (file) => {
			rmSync(file);
			symlinkSync("/etc/hostname", file);
		},
		"rights that keep it from being read": (file) => chmodSync(file, 0),
		"another file beside it": (file) => writeFileSync(`${file}.more`, ""),
		"its end": (file) => rmSync(file),
		"another name": (file) => renameSync(file, `${file}.old`),
	};
	it.each(Object.keys(changes))("tells %s", async (name) => {
		const { folder, before } = await sealedFolder();
		changes[name]?.(join(folder, "deep", "file"));
		expect(await settled(folder)).not.toBe(before);
	});

	it("tells a copy of the folder in its place", async () => {
		const { folder, before } = await sealedFolder();
		cpSync(folder, `${folder}.new`, { recursive: true, preserveTimestamps: true });
		renameSync(folder, `${folder}.old`);
		renameSync(`${folder}.new`, folder);
		expect(await settled(folder)).not.toBe(before);
	});

	it("is not given for what is no folder, or not there", async () => {
		const { folder } = await sealedFolder();
		symlinkSync(folder, join(home, "link"));
		expect(sealFolder(join(home, "link"))).toBeNull();
		expect(sealFolder(join(home, "nothing"))).toBeNull();
		expect(sealFolder(join(folder, "other"))).toBeNull();
	});
});
