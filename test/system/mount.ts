import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Root in a container may not mount. */
export function mayMount(): boolean {
	const trial = mkdtempSync(join(tmpdir(), "graft-mount-"));
	const may = spawnSync("mount", ["-t", "tmpfs", "-o", "size=64k", "tmpfs", trial]).status === 0;
	if (may) unmount(trial);
	rmSync(trial, { recursive: true });
	return may;
}

/** A file system of its own in memory; the caller unmounts it. */
export function mount(folder: string, size: string): void {
	execFileSync("mount", ["-t", "tmpfs", "-o", `size=${size},mode=755`, "tmpfs", folder]);
}

export function makeReadOnly(folder: string): void {
	execFileSync("mount", ["-o", "remount,ro", folder]);
}

export function unmount(folder: string): void {
	execFileSync("umount", [folder]);
}
