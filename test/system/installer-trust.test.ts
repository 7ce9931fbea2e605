import {
	chmodSync,
	chownSync,
	existsSync,
	mkdirSync,
	readFileSync,
	rmSync,
	symlinkSync,
	writeFileSync,
} from "node:fs";
import { join } from "node:path";
import type { Connection } from "@graft/core/connections/connection";
import { GraftError } from "@graft/core/domain/errors";
import { describe, expect, it } from "vitest";
import { faultyConnection } from "../builders/faulty-connection.ts";
import { sha256 } from "../builders/tree.ts";
import { deadProcess, first, type Server } from "./installer-server.ts";
import { inEachPlace, treeOf } from "./trust-place.ts";

const isRoot = process.getuid?.() === 0;
const stranger = 4242;

/** What is written on a server is obeyed only where it is ours, and only as far as it can be understood. */
inEachPlace((there) => {
	describe("a work folder", () => {
		it("that is a link is not followed", async () => {
			const elsewhere = join(there.server.root, "elsewhere");
			there.leave(
				JSON.stringify(there.journal({ format: 1, steps: [there.hostile()] })),
				elsewhere,
			);
			symlinkSync(elsewhere, there.workFolder());
			await there.expectRefused(/\.graft is a link/, /remove it/);
		});

		it("that others can write to is not believed", async () => {
			there.leave(JSON.stringify(there.journal({ steps: [there.hostile()] })));
			chmodSync(there.workFolder(), 0o777);
			await there.expectRefused(/\.graft may be written to by others \(mode 777\)/);
		});

		it("that is a file is no reason to go on", async () => {
			writeFileSync(there.workFolder(), "");
			await there.expectRefused(/\.graft is a file/);
		});

		it.each(["journal.json", "committed", "lock-1.json", "alive"])(
			"with a link in the place of %s is not believed",
			async (name) => {
				there.leave(JSON.stringify(there.journal()));
				rmSync(there.inWork(name), { force: true });
				symlinkSync(there.canary(), there.inWork(name));
				await there.expectRefused(new RegExp(`${name.replace(".", "\\.")} is a link`));
			},
		);

		it.each(["journal.json", "reloading"])("with a %s that others can write to", async (name) => {
			there.leave(JSON.stringify(there.journal()));
			chmodSync(there.inWork(name), 0o666);
			await there.expectRefused(/may be written to by others \(mode 666\)/);
		});

		it.skipIf(!isRoot).each(["journal.json", "reloading"])(
			"with a %s of another user is not believed",
			async (name) => {
				there.leave(JSON.stringify(there.journal()));
				chownSync(there.inWork(name), stranger, stranger);
				await there.expectRefused(new RegExp(`belongs to another user \\(uid ${stranger}\\)`));
			},
		);
	});

	it.skipIf(!isRoot)("a work folder of another user is not obeyed", async () => {
		there.leave(JSON.stringify(there.journal({ steps: [there.hostile()] })));
		for (const path of ["", "journal.json", "reloading"])
			chownSync(there.inWork(path), stranger, stranger);
		const before = treeOf(there.server.root);
		await expect(there.recover()).rejects.toMatchObject({
			kind: "refused",
			message: expect.stringContaining(`belongs to another user (uid ${stranger})`),
		});
		expect(treeOf(there.server.root)).toEqual(before);
		expect(existsSync(there.ran())).toBe(false);
	});

	describe("staging", () => {
		it("in a folder that is a link: nothing is put there, nor taken from there", async () => {
			const elsewhere = join(there.server.root, "elsewhere");
			mkdirSync(elsewhere);
			symlinkSync(elsewhere, join(there.server.perl, ".graft"));
			const before = treeOf(there.server.root);
			const running = there.server.run("present", first, { connection: there.connection });
			await expect(running).rejects.toMatchObject({
				kind: "refused",
				message: expect.stringContaining("perl5/.graft is a link"),
			});
			expect(treeOf(elsewhere)).toEqual([]);
			const left = treeOf(there.server.root).filter((line) => !line.startsWith("state"));
			expect(left).toEqual(before);
		});

		it("that somebody exchanged after an interruption: the journal stays, nothing is renamed", async () => {
			await there.server.run("present", first, { connection: there.connection, checks: false });
			await interruptUpgrade(there.server, there.connection);
			const staging = join(there.server.perl, ".graft");
			chmodSync(staging, 0o777);
			await there.expectRefusedRecovery(/perl5\/\.graft may be written to by others/);
		});
	});

	it("a receipt that names files elsewhere takes nothing of them away, and the plan says so", async () => {
		await there.server.run("present", first, { connection: there.connection });
		const path = join(there.place().receiptsFolder, "probe.json");
		const receipt = JSON.parse(readFileSync(path, "utf8"));
		receipt.files.push({
			path: there.canary(),
			sha256: sha256("precious"),
			staging: there.workFolder(),
		});
		receipt.files.push({
			path: join(there.server.perl, "strict.pm"),
			sha256: sha256("strict"),
			staging: join(there.server.root, "elsewhere/.graft"),
		});
		receipt.folders.push(join(there.server.root, "elsewhere"));
		writeFileSync(path, JSON.stringify(receipt));
		mkdirSync(join(there.server.root, "elsewhere"));
		there.server.put(join(there.server.perl, "strict.pm"), "strict");
		const { plan } = await there.server.plan("absent", first, { connection: there.connection });
		for (const stray of [
			there.canary(),
			join(there.server.perl, "strict.pm"),
			join(there.server.root, "elsewhere"),
		])
			expect(plan.notes.join("\n")).toContain(
				`names ${stray}, which does not belong to this place`,
			);
		await there.server.run("absent", first, { connection: there.connection });
		expect(readFileSync(there.canary(), "utf8")).toBe("precious");
		expect(existsSync(join(there.server.root, "elsewhere"))).toBe(true);
		expect(existsSync(join(there.server.perl, "strict.pm"))).toBe(true);
		expect(existsSync(there.server.mapPath("Probe"))).toBe(false);
	});
});

/** It dies in the middle: a back-up lies beside what it replaced. */
async function interruptUpgrade(server: Server, connection: Connection): Promise<void> {
	const newer = { ...first, version: "2", code: "our $new = 1;" };
	const prepared = await server.plan("present", newer, { connection, checks: false });
	let dead = false;
	const dying = faultyConnection(connection, {
		stateFolder: connection.stateFolder,
		fail: (call) => {
			if (dead) return new GraftError("unreachable", "the connection was lost");
			dead = call.startsWith("rename ") && call.endsWith(server.mapPath("Probe"));
			return undefined;
		},
	});
	const work = server.apply(prepared, { connection: dying, process: deadProcess() });
	await expect(work).rejects.toMatchObject({ kind: "partly-done" });
	await dying.settled();
}
