import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Connection } from "@graft/core/connections/connection";
import { openConnection } from "@graft/core/connections/open-connection";
import { GraftError } from "@graft/core/domain/errors";
import { recoverPlace } from "@graft/core/drivers/files/apply/recover-place";
import { placeOf } from "@graft/core/drivers/files/plan/place";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect } from "vitest";
import { faultyConnection } from "../builders/faulty-connection.ts";
import { sha256 } from "../builders/tree.ts";
import { first, Server } from "./installer-server.ts";
import { noSshd, type Sshd, startSshd } from "./sshd.ts";

/** What tests do to a server on which somebody else may have written, and what they know of it. */
export type Trust = ReturnType<typeof trustPlace>;

/** A server for each test, and what must not be touched beside it. */
function trustPlace(open: (server: Server) => Promise<Connection>) {
	let server: Server;
	let connection: Connection;
	beforeEach(async () => {
		server = new Server();
		connection = await open(server);
		writeFileSync(canary(), "precious");
	});
	afterEach(async () => {
		await connection.close();
		server.tearDown();
	});

	const workFolder = () => server.facts.workFolder;
	const inWork = (name: string) => join(workFolder(), name);
	const canary = () => join(server.root, "canary");
	/** What a command from a journal would make. */
	const ran = () => join(server.root, "ran");
	const place = () => placeOf(connection, "ocs-inventory", server.facts);

	const attempts: Record<string, () => Promise<unknown>> = {
		"a plan": () => server.plan("present", first, { connection }),
		"a recovery": () =>
			recoverPlace({
				connection,
				place: place(),
				actor: "tester",
				clock: () => new Date(),
				report: () => undefined,
				service: async () => null,
			}),
	};

	/** Each way to it is refused, nothing runs, and everything stays as it is. */
	async function expectRefused(what: RegExp, hint = /./): Promise<void> {
		const before = treeOf(server.root);
		for (const [name, attempt] of Object.entries(attempts)) {
			const error = await attempt().then(
				() => undefined,
				(thrown: unknown) => thrown,
			);
			expect({ name, error }).toMatchObject({ name, error: expect.any(GraftError) });
			const { kind, message, hint: todo } = error as GraftError;
			expect(kind).toBe("refused");
			expect(message).toMatch(what);
			expect(todo).toMatch(hint);
			expect(treeOf(server.root)).toEqual(before);
		}
		expect(existsSync(ran())).toBe(false);
		expect(readFileSync(canary(), "utf8")).toBe("precious");
	}

	function journal(more: object = {}) {
		return {
			format: 2,
			attempt: "00000000-0000-4000-8000-000000000000",
			actor: "mallory",
			at: "2026-01-01T00:00:00.000Z",
			steps: [] as object[],
			kept: [] as string[],
			receiptPath: join(place().receiptsFolder, "probe.json"),
			receipt: null as object | null,
			...more,
		};
	}

	/** As an interrupted operation leaves it. */
	function leave(content: string | Uint8Array, folder = workFolder()): void {
		mkdirSync(folder, { recursive: true, mode: 0o700 });
		writeFileSync(join(folder, "journal.json"), content, { mode: 0o600 });
		writeFileSync(join(folder, "reloading"), "", { mode: 0o600 });
	}

	const hostile = () => {
		const run = ["touch", ran()];
		const kind = "reload";
		const reload = {
			kind,
			target: "Apache",
			argv: run,
			start: run,
			process: { kind: "pid-file", path: ran() } as const,
			log: ran(),
		};
		return { ...reload, expect: "", deadlineMs: 1, why: "" };
	};

	async function expectRefusedRecovery(what: RegExp): Promise<void> {
		const before = treeOf(server.root);
		await expect(attempts["a recovery"]?.()).rejects.toMatchObject({
			kind: "refused",
			message: expect.stringMatching(what),
		});
		expect(treeOf(server.root)).toEqual(before);
	}

	return {
		get server() {
			return server;
		},
		get connection() {
			return connection;
		},
		...{ workFolder, inWork, canary, ran, place, journal, leave, hostile },
		...{ expectRefused, expectRefusedRecovery },
		recover: () => attempts["a recovery"]?.(),
	};
}

/** Every path below, with what it is, whose it is and what is in it; links as links. */
export function treeOf(folder: string, below = ""): string[] {
	return readdirSync(join(folder, below), { withFileTypes: true }).flatMap((entry) => {
		const path = join(below, entry.name);
		if (entry.isSymbolicLink()) return [`${path} -> link`];
		const { mode, uid } = statSync(join(folder, path));
		const line = `${path} ${mode.toString(8)} ${uid}`;
		if (entry.isDirectory()) return [line, ...treeOf(folder, path)];
		return [`${line} ${sha256(readFileSync(join(folder, path)))}`];
	});
}

/** Here, and over SSH. */
export function inEachPlace(contract: (there: Trust) => void): void {
	describe("on this machine", () => {
		contract(trustPlace(async (server) => server.connect()));
	});

	describe.skipIf(noSshd)(`over SSH${noSshd ? ` (${noSshd})` : ""}`, () => {
		let sshd: Sshd;
		beforeAll(async () => {
			sshd = await startSshd();
		});
		afterAll(() => sshd.stop());

		contract(
			trustPlace(async (server) => {
				const connection = await openConnection(
					{ address: sshd.address, identityFile: sshd.clientKey },
					{ stateFolder: "", knownHosts: sshd.knownHostsFile, userHome: server.root },
				);
				return faultyConnection(connection, { stateFolder: server.state });
			}),
		);
	});
}
