import { truncateSync, writeFileSync } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Connection } from "@graft/core/connections/connection";
import { openConnection } from "@graft/core/connections/open-connection";
import { mostStateBytes } from "@graft/core/drivers/files/plan/receipts";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { faultyConnection } from "../builders/faulty-connection.ts";
import { deadProcess, first, type Release, Server, second } from "./installer-server.ts";
import { noSshd, type Sshd, startSshd } from "./sshd.ts";

const mebibyte = 1024 * 1024;

/** Its Map.pm is larger than any file that is read whole, and each is another one. */
function large(release: Release): Release {
	const line = `# ${release.version} ${"x".repeat(1000)}\n`;
	return { ...release, code: line.repeat(Math.ceil((20 * mebibyte) / line.length)) };
}

const [one, two] = [large(first), large({ ...second, segment: first.segment })];
const bad = { ...large({ ...first, version: "3.0" }), segment: first.segment };
const broken = { ...bad, code: `${bad.code}\ndie 'on purpose';` };

describe.each([
	{ name: "on this machine", sshd: undefined },
	{ name: "over SSH", sshd: {} },
	{ name: "over SFTP alone", sshd: { sftpOnly: true } },
])("files of 20 MiB $name", ({ name, sshd: options }) => {
	const skip = options === undefined ? undefined : noSshd;
	describe.skipIf(skip)(skip ?? name, () => {
		let sshd: Sshd | undefined;
		let server: Server;
		const opened: Connection[] = [];
		/** Over SFTP alone nobody can be asked whether a file loads. */
		const checks = !(options && "sftpOnly" in options);

		beforeAll(async () => {
			if (options !== undefined) sshd = await startSshd(options);
		});
		afterAll(() => sshd?.stop());
		beforeEach(() => {
			server = new Server();
		});
		afterEach(async () => {
			for (const connection of opened.splice(0)) await connection.close();
			server.tearDown();
		});

		async function connect(more: Parameters<typeof faultyConnection>[1] = {}) {
			const inner =
				sshd === undefined
					? server.connect()
					: await openConnection(
							{ address: sshd.address, identityFile: sshd.clientKey },
							{ stateFolder: "", knownHosts: sshd.knownHostsFile, userHome: server.root },
						);
			opened.push(inner);
			return faultyConnection(inner, { stateFolder: join(server.root, "state"), ...more });
		}

		it("are put, seen, replaced, seen to have changed, and taken away", async () => {
			const before = server.snapshot();
			const connection = await connect();
			const using = { connection, checks };
			await server.run("present", one, using);
			expect((await server.status(one, using)).state).toBe("in-sync");
			expect((await server.run("present", one, using)).changed).toBe(false);
			await server.run("present", two, using);
			expect(await server.status(two, using)).toMatchObject({ state: "in-sync", version: "2.0" });
			writeFileSync(server.mapPath(first.segment), "x".repeat(17 * mebibyte));
			expect((await server.status(two, using)).state).toBe("drifted");
			await server.run("absent", two, using);
			expect(server.snapshot()).toEqual(before);
			expect(connection.calls.filter((call) => /^read .*(Map\.pm|\.old-)/.test(call))).toEqual([]);
		}, 300_000);

		// A server that takes files only is asked nothing, so no check can fail there.
		if (checks)
			it("are put back after a failure", async () => {
				const using = { connection: await connect() };
				await server.run("present", one, using);
				const before = server.snapshot();
				await expect(server.run("present", broken, using)).rejects.toThrow(
					"Everything was rolled back",
				);
				expect(server.snapshot()).toEqual(before);
			}, 300_000);

		it("are put back after a death in the middle, and installed by the next run", async () => {
			const using = { connection: await connect(), checks };
			await server.run("present", one, using);
			const plan = await server.plan("present", two, using);
			let dead = false;
			const dying = await connect({
				fail: (call) => {
					dead ||= call.startsWith("rename ");
					return dead ? new Error("gone") : undefined;
				},
			});
			await expect(
				server.apply(plan, { connection: dying, process: deadProcess() }),
			).rejects.toThrow();
			await server.run("present", two, using);
			expect((await server.status(two, using)).state).toBe("in-sync");
			expect(server.faults([one, two])).toEqual([]);
		}, 300_000);
	});
});

describe("a file where Graft keeps its own, larger than any of them can be", () => {
	let server: Server;
	beforeEach(() => {
		server = new Server();
	});
	afterEach(() => server.tearDown());

	async function huge(path: string): Promise<void> {
		server.put(path, "");
		truncateSync(path, mostStateBytes + 1);
	}

	it("among the receipts is left alone, and said", async () => {
		const { plan } = await server.plan("present", first);
		const path = join(plan.place.receiptsFolder, "other.json");
		await huge(path);
		const seen = await server.plan("present", first);
		expect(seen.plan.notes.join("\n")).toContain(`${path} is not a receipt`);
		await server.run("present", first);
		expect((await server.status(first)).state).toBe("in-sync");
	});

	it("as the journal is refused, with what to do, and then all goes on", async () => {
		await mkdir(server.facts.workFolder);
		const path = join(server.facts.workFolder, "journal.json");
		await huge(path);
		await expect(server.plan("present", first)).rejects.toMatchObject({
			kind: "refused",
			message: expect.stringContaining(path),
			hint: expect.stringContaining("Move it away"),
		});
		await rm(path);
		await server.run("present", first);
	});
});
