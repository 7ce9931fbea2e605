import { join } from "node:path";
import type { Connection } from "@graft/core/connections/connection";
import { openConnection } from "@graft/core/connections/open-connection";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { faultyConnection } from "../builders/faulty-connection.ts";
import { deadProcess, first, Server, second } from "./installer-server.ts";
import { noSshd, type Sshd, startSshd } from "./sshd.ts";

describe.skipIf(noSshd)(`installing over SSH${noSshd ? ` (${noSshd})` : ""}`, () => {
	let sshd: Sshd;
	let server: Server;
	const opened: Connection[] = [];

	beforeAll(async () => {
		sshd = await startSshd();
	});
	afterAll(() => sshd.stop());
	beforeEach(() => {
		server = new Server();
	});
	afterEach(async () => {
		for (const connection of opened.splice(0)) await connection.close();
		server.tearDown();
	});

	/** Its state lies below the server's own folder, not in /var/lib. */
	async function connect(): Promise<Connection> {
		const connection = await openConnection(
			{ address: sshd.address, identityFile: sshd.clientKey },
			{ stateFolder: "", knownHosts: sshd.knownHostsFile, userHome: server.root },
		);
		opened.push(connection);
		return faultyConnection(connection, { stateFolder: join(server.root, "state") });
	}

	it("puts, upgrades and takes away, and leaves the server as it was", async () => {
		const before = server.snapshot();
		const connection = await connect();
		await server.run("present", first, { connection });
		expect((await server.run("present", first, { connection })).changed).toBe(false);
		await server.run("present", second, { connection });
		expect(await server.status(second, { connection })).toMatchObject({ state: "in-sync" });
		expect(server.faults()).toEqual([]);
		await server.run("absent", second, { connection });
		expect(server.snapshot()).toEqual(before);
	});

	it("a connection that is cut before anything was changed may be tried again at once", async () => {
		const connection = await connect();
		const prepared = await server.plan("present", first, { connection });
		const work = server.apply(prepared, { connection: cutAt(connection, 6), operation: "op" });
		await expect(work).rejects.toMatchObject({ kind: "unreachable" });
		const again = await server.apply(prepared, { connection: await connect(), operation: "op" });
		expect(again.changed).toBe(true);
	});

	it("a connection that is cut at any later call leaves what the next run puts in order", async () => {
		await server.run("present", first, { connection: await connect() });
		const plain = server.snapshot();
		const whole = faultyConnection(await connect());
		const wanted = await server.plan("present", second, { connection: whole });
		const looks = whole.calls.length;
		await server.apply(wanted, { connection: whole });
		const calls = whole.calls.length - looks;
		const upgraded = server.snapshot();
		await server.run("present", first, { connection: await connect() });
		expect(server.snapshot()).toEqual(plain);
		for (let call = 10; call <= calls; call += 3) {
			const connection = await connect();
			const prepared = await server.plan("present", second, { connection });
			const work = server.apply(prepared, {
				connection: cutAt(connection, call),
				process: deadProcess(),
			});
			await expect(work).rejects.toMatchObject({
				kind: expect.stringMatching(/unreachable|partly-done/),
			});
			expect(server.faults()).toEqual([]);
			await server.run("present", second, { connection: await connect() });
			expect({ call, tree: server.snapshot() }).toEqual({ call, tree: upgraded });
			await server.run("present", first, { connection: await connect() });
			expect(server.snapshot()).toEqual(plain);
		}
	});

	/** The network goes away while the given call is under way. */
	function cutAt(connection: Connection, call: number): Connection {
		let calls = 0;
		return faultyConnection(connection, {
			fail: () => {
				calls += 1;
				if (calls === call) sshd.dropConnections();
				return undefined;
			},
		});
	}
});
