import { spawnSync } from "node:child_process";
import {
	mkdirSync,
	mkdtempSync,
	readdirSync,
	rmdirSync,
	statfsSync,
	unlinkSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { GraftError } from "@graft/core/domain/errors";
import { afterEach, describe, expect, it } from "vitest";
import { first, type Release, Server } from "./installer-server.ts";

const mounted: string[] = [];
const servers: Server[] = [];

function mountSmall(folder: string): boolean {
	const done = spawnSync("mount", ["-t", "tmpfs", "-o", "size=128k", "tmpfs", folder]);
	if (done.status === 0) mounted.push(folder);
	return done.status === 0;
}

afterEach(() => {
	for (const folder of mounted.splice(0)) spawnSync("umount", [folder]);
	for (const server of servers.splice(0)) server.tearDown();
});

/** Root in a container may not mount either. */
function mayMount(): boolean {
	const folder = mkdtempSync(join(tmpdir(), "graft-mount-"));
	const may = mountSmall(folder);
	if (may) spawnSync("umount", [mounted.pop() ?? ""]);
	rmdirSync(folder);
	return may;
}

/** Fills the file system but for so many blocks. */
function fill(folder: string, blocksLeft: number): string {
	const { bavail, bsize } = statfsSync(folder);
	const ballast = join(folder, "ballast");
	writeFileSync(ballast, new Uint8Array(Math.max(0, bavail - blocksLeft) * bsize));
	return ballast;
}

const big: Release = { ...first, version: "2", code: `# ${"x".repeat(20_000)}` };

describe.runIf(mayMount())("a disk that is full (needs the right to mount a small one)", () => {
	it.each(["etc", "usr"])(
		"%s: refused with the disk's own words, as before, and done once there is room",
		async (which) => {
			const refused: number[] = [];
			for (let blocks = 0; blocks < 12; blocks++) {
				const server = new Server();
				servers.push(server);
				const folder = join(server.root, which);
				spawnSync("cp", ["-a", folder, `${folder}.copy`]);
				expect(mountSmall(folder)).toBe(true);
				for (const name of readdirSync(`${folder}.copy`)) {
					spawnSync("cp", ["-a", join(`${folder}.copy`, name), folder]);
				}
				mkdirSync(server.home, { recursive: true });
				await server.run("present", first);
				const ballast = fill(folder, blocks);
				const before = server.snapshot();
				const error = await server.run("present", big).then(
					() => undefined,
					(thrown: unknown) => thrown,
				);
				if (error) {
					refused.push(blocks);
					expect(error).toBeInstanceOf(GraftError);
					expect((error as Error).message).toMatch(/no space left/i);
					expect(server.snapshot()).toEqual(before);
				}
				expect(server.faults([first, big])).toEqual([]);
				unlinkSync(ballast);
				await server.run("present", big);
				expect((await server.status(big)).state).toBe("in-sync");
				spawnSync("umount", [mounted.pop() ?? ""]);
			}
			expect(refused.length).toBeGreaterThan(0);
			expect(refused).not.toContain(11);
		},
	);
});
