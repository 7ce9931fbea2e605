import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { connect, createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Connection } from "@graft/core/connections/connection";
import { openConnection } from "@graft/core/connections/open-connection";
import { withRetry } from "@graft/core/connections/with-retry";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { noSshd, type Sshd, startSshd } from "./sshd.ts";

const lost = { name: "GraftError", kind: "unreachable" };

describe.skipIf(noSshd)(noSshd ? `losing a server (${noSshd})` : "losing a server", () => {
	let folder: string;
	let server: Sshd;
	let proxies: Server[];
	beforeEach(async () => {
		folder = await mkdtemp(join(tmpdir(), "graft-losing-"));
		server = await startSshd();
		proxies = [];
	});
	afterEach(async () => {
		for (const proxy of proxies) proxy.close();
		await server.stop();
		await rm(folder, { recursive: true, force: true });
	});

	const open = (port = server.port, timeoutMs?: number): Promise<Connection> =>
		openConnection(
			{
				address: `ssh://${server.user}@127.0.0.1:${port}`,
				identityFile: server.clientKey,
				expectedHostKey: server.fingerprint,
			},
			{
				stateFolder: "/unused",
				knownHosts: join(folder, "known_hosts"),
				userHome: folder,
				timeoutMs,
			},
		);

	/** Something else that listens: `handle` gets each connection and its number. */
	async function listen(handle: (socket: Socket, count: number) => void): Promise<number> {
		let count = 0;
		const proxy = createServer((socket) => handle(socket, ++count));
		proxies.push(proxy);
		await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
		return (proxy.address() as { port: number }).port;
	}

	const pass = (socket: Socket) => {
		const onwards = connect(server.port, "127.0.0.1");
		socket.pipe(onwards).pipe(socket);
		for (const end of [socket, onwards]) end.on("error", () => undefined);
	};

	it("fails all that is under way, and all that comes later", async () => {
		const connection = await open();
		const pending = [
			connection.run(["sleep", "60"]),
			connection.write(join(folder, "big"), Buffer.alloc(30_000_000), { mode: 0o600 }),
		];
		const results = Promise.allSettled(pending);
		// In the middle of both: the file is there, and the command runs.
		while ((await stat(join(folder, "big")).catch(() => undefined)) === undefined) await turn();
		server.dropConnections();
		for (const result of await results) {
			expect(result).toMatchObject({ status: "rejected", reason: lost });
		}
		await expect(connection.read("/etc/hostname")).rejects.toMatchObject(lost);
		await expect(connection.list("/etc")).rejects.toMatchObject(lost);
		await expect(connection.remove(join(folder, "none"))).rejects.toMatchObject(lost);
		await expect(connection.rename("/none", "/none2")).rejects.toMatchObject(lost);
		await expect(connection.run(["true"])).rejects.toMatchObject(lost);
		await connection.close();
	});

	it("fails what is under way when it is closed, and closing twice is nothing", async () => {
		const connection = await open();
		const pending = connection.run(["sleep", "60"]);
		const result = expect(pending).rejects.toMatchObject(lost);
		await connection.close();
		await connection.close();
		await result;
		await expect(connection.stat("/")).rejects.toMatchObject(lost);
	});

	it("reads again on a new connection, once", async () => {
		let opened = 0;
		const connectTo = () => {
			opened++;
			return open();
		};
		const read = (drops: number) =>
			withRetry(connectTo, async (connection) => {
				if (opened <= drops) server.dropConnections();
				return Buffer.from((await connection.read("/proc/sys/kernel/ostype")) ?? []).toString();
			});
		expect(await read(1)).toBe("Linux\n");
		expect(opened).toBe(2);
		opened = 0;
		await expect(read(9)).rejects.toMatchObject(lost);
		expect(opened).toBe(2);
	});

	it("does not do twice what failed for another reason", async () => {
		let tries = 0;
		const attempt = withRetry(open, async (connection) => {
			tries++;
			return connection.read(folder);
		});
		await expect(attempt).rejects.toMatchObject({ kind: "refused" });
		expect(tries).toBe(1);
	});

	it("says so where nothing listens", async () => {
		const port = await listen(() => undefined);
		await new Promise((resolve) => proxies.pop()?.close(resolve));
		await expect(open(port)).rejects.toMatchObject(lost);
		await expect(open(port)).rejects.toThrow(/nothing listens/);
	});

	it("says so where the name is nobody's", async () => {
		const attempt = openConnection(
			{ address: "ssh://root@no-such-host.invalid", identityFile: server.clientKey },
			{ stateFolder: "/unused", knownHosts: join(folder, "known_hosts"), userHome: folder },
		);
		await expect(attempt).rejects.toMatchObject(lost);
	});

	it("does not wait for ever for one that says nothing", async () => {
		const port = await listen((socket) => socket.on("error", () => undefined));
		await expect(open(port, 300)).rejects.toMatchObject(lost);
	});

	it("says so where something else listens", async () => {
		const port = await listen((socket) => {
			socket.on("error", () => undefined);
			socket.end("HTTP/1.1 400 Bad Request\r\n\r\n");
		});
		await expect(open(port, 3_000)).rejects.toMatchObject(lost);
	});

	it("tries again where a busy server closes before it has said anything", async () => {
		const port = await listen((socket, count) => {
			if (count <= 2) socket.destroy();
			else pass(socket);
		});
		const connection = await open(port);
		expect((await connection.run(["echo", "in"])).stdout).toBe("in\n");
		await connection.close();
	});

	it("is let in by a server that takes few at a time, often as it wants", async () => {
		const strict = await startSshd({ settings: ["MaxStartups 8:100:8"] });
		try {
			const connections = await Promise.all(
				Array.from({ length: 24 }, () =>
					openConnection(
						{ address: strict.address, identityFile: strict.clientKey },
						{ stateFolder: "/unused", knownHosts: strict.knownHostsFile, userHome: folder },
					),
				),
			);
			const said = await Promise.all(connections.map((each) => each.run(["echo", "in"])));
			expect(said.map((each) => each.stdout)).toEqual(Array(24).fill("in\n"));
			await Promise.all(connections.map((each) => each.close()));
		} finally {
			await strict.stop();
		}
	});

	it("leaves the file as it was where the connection is lost in the middle", async () => {
		const connection = await open();
		const [target, staged] = [join(folder, "target"), join(folder, "staged")];
		await connection.write(target, Buffer.from("before"), { mode: 0o644 });
		const writing = connection
			.write(staged, Buffer.alloc(30_000_000), { mode: 0o644 })
			.then(() => connection.rename(staged, target));
		const result = expect(writing).rejects.toMatchObject(lost);
		while ((await stat(staged).catch(() => undefined)) === undefined) await turn();
		server.dropConnections();
		await result;
		expect(await readFile(target, "utf8")).toBe("before");
	});

	it("leaves a target as it was where a copy through here is cut off, and the next copy tidies", async () => {
		const sftpOnly = await startSshd({ sftpOnly: true });
		const over = () =>
			openConnection(
				{ address: sftpOnly.address, identityFile: sftpOnly.clientKey },
				{ stateFolder: "/unused", knownHosts: sftpOnly.knownHostsFile, userHome: folder },
			);
		try {
			const [source, target] = [join(folder, "source"), join(folder, "target")];
			await writeFile(source, Buffer.alloc(30_000_000, "x"));
			await writeFile(target, "before");
			const copying = (await over()).copy(source, target, { mode: 0o600 });
			const result = expect(copying).rejects.toMatchObject(lost);
			// In its midst: something is written beside, or over what is there.
			const isBegun = async () =>
				(await readdir(folder)).length > 2 || (await readFile(target, "utf8")) !== "before";
			while (!(await isBegun())) await turn();
			sftpOnly.dropConnections();
			await result;
			expect(await readFile(target, "utf8")).toBe("before");
			const again = await over();
			await again.copy(source, target, { mode: 0o600 });
			await again.close();
			expect((await readFile(target)).equals(await readFile(source))).toBe(true);
			expect((await readdir(folder)).sort()).toEqual(["source", "target"]);
		} finally {
			await sftpOnly.stop();
		}
	});
});

function turn(): Promise<void> {
	return new Promise((resolve) => setImmediate(resolve));
}
