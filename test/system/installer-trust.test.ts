import {
	chmodSync,
	chownSync,
	existsSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	rmSync,
	statSync,
	symlinkSync,
	writeFileSync,
} from "node:fs";
import { join } from "node:path";
import type { Connection } from "@graft/core/connections/connection";
import { openConnection } from "@graft/core/connections/open-connection";
import { GraftError } from "@graft/core/domain/errors";
import type { ReloadService } from "@graft/core/domain/plan";
import { recoverPlace } from "@graft/core/drivers/files/apply/recover-place";
import { placeOf } from "@graft/core/drivers/files/plan/place";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { faultyConnection } from "../builders/faulty-connection.ts";
import { sha256 } from "../builders/tree.ts";
import { confOf, deadProcess, first, mapOf, Server } from "./installer-server.ts";
import { noSshd, type Sshd, startSshd } from "./sshd.ts";

const isRoot = process.getuid?.() === 0;
const stranger = 4242;

/** What is written on a server is obeyed only where it is ours, and only as far as it can be understood. */
function trustContract(open: (server: Server) => Promise<Connection>): void {
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
		const reload = { kind, target: "Apache", argv: run, start: run, pidFile: ran(), log: ran() };
		return { ...reload, expect: "", deadlineMs: 1, why: "" };
	};

	describe("a work folder", () => {
		it("that is a link is not followed", async () => {
			const elsewhere = join(server.root, "elsewhere");
			leave(JSON.stringify(journal({ format: 1, steps: [hostile()] })), elsewhere);
			symlinkSync(elsewhere, workFolder());
			await expectRefused(/\.graft is a link/, /take it away/);
		});

		it("that others can write to is not believed", async () => {
			leave(JSON.stringify(journal({ steps: [hostile()] })));
			chmodSync(workFolder(), 0o777);
			await expectRefused(/\.graft may be written to by others \(mode 777\)/);
		});

		it("that is a file is no reason to go on", async () => {
			writeFileSync(workFolder(), "");
			await expectRefused(/\.graft is a file/);
		});

		it.each(["journal.json", "committed", "lock-1.json", "alive"])(
			"with a link in the place of %s is not believed",
			async (name) => {
				leave(JSON.stringify(journal()));
				rmSync(inWork(name), { force: true });
				symlinkSync(canary(), inWork(name));
				await expectRefused(new RegExp(`${name.replace(".", "\\.")} is a link`));
			},
		);

		it.each(["journal.json", "reloading"])("with a %s that others can write to", async (name) => {
			leave(JSON.stringify(journal()));
			chmodSync(inWork(name), 0o666);
			await expectRefused(/may be written to by others \(mode 666\)/);
		});

		it.skipIf(!isRoot).each(["journal.json", "reloading"])(
			"with a %s of another user is not believed",
			async (name) => {
				leave(JSON.stringify(journal()));
				chownSync(inWork(name), stranger, stranger);
				await expectRefused(new RegExp(`belongs to another user \\(uid ${stranger}\\)`));
			},
		);
	});

	it.skipIf(!isRoot)("a work folder of another user is not obeyed", async () => {
		leave(JSON.stringify(journal({ steps: [hostile()] })));
		for (const path of ["", "journal.json", "reloading"])
			chownSync(inWork(path), stranger, stranger);
		const before = treeOf(server.root);
		await expect(attempts["a recovery"]?.()).rejects.toMatchObject({
			kind: "refused",
			message: expect.stringContaining(`belongs to another user (uid ${stranger})`),
		});
		expect(treeOf(server.root)).toEqual(before);
		expect(existsSync(ran())).toBe(false);
	});

	describe("a journal", () => {
		it.each<[string, () => string | Uint8Array, RegExp]>([
			[
				"with a step that nobody knows",
				() => JSON.stringify(journal({ steps: [{ kind: "patch-file", target: "/x" }] })),
				/a step of the kind "patch-file"/,
			],
			["of a format to come", () => JSON.stringify(journal({ format: 3 })), /the format 3/],
			["without a format", () => JSON.stringify({ steps: [] }), /it is damaged/],
			["that is cut short", () => JSON.stringify(journal()).slice(0, -40), /it is damaged/],
			["that is empty", () => "", /it is damaged/],
			["that is no text", () => Uint8Array.of(0x7b, 0xff, 0x7d), /it is damaged/],
			["that is something else", () => "[1, 2]", /it is damaged/],
			["with a broken step", () => JSON.stringify(journal({ steps: [{}] })), /it is damaged/],
		])("%s stays, with all that it speaks of", async (_, content, what) => {
			await server.run("present", first, { connection });
			leave(content());
			const backUp = join(server.perl, ".graft/00000000-0000-4000-8000-000000000000.old-0");
			server.put(backUp, "what stood there");
			await expectRefused(what, /newer Graft.*take .*\.graft away/);
		});

		it("of an unfinished write was never begun, and is cleared away", async () => {
			mkdirSync(workFolder(), { mode: 0o700 });
			writeFileSync(inWork("journal.json.unfinished"), '{"format":2,"att', { mode: 0o600 });
			await server.run("present", first, { connection });
			expect(existsSync(workFolder())).toBe(false);
		});

		const sum = sha256("");
		const put = (target: string, staging = join(server.perl, ".graft")) => ({
			...{ kind: "put-file", target, sha256: sha256("precious"), before: null, staging },
		});
		it.each<[string, () => object]>([
			["a file elsewhere", () => ({ steps: [put(canary())] })],
			["a file above", () => ({ steps: [put(server.home)] })],
			["a file in a folder named alike", () => ({ steps: [put(`${server.perl}-5/Map.pm`)] })],
			["the folder itself as a file", () => ({ steps: [put(server.perl)] })],
			[
				"staging elsewhere",
				() => ({ steps: [put(server.mapPath("Probe"), join(server.root, "else/.graft"))] }),
			],
			[
				"staging of another name",
				() => ({ steps: [put(server.mapPath("Probe"), server.plugins)] }),
			],
			[
				"a removal elsewhere",
				() => ({ steps: [{ ...put(canary()), kind: "remove-file", before: sum }] }),
			],
			["a folder elsewhere", () => ({ steps: [{ kind: "make-folder", target: "/srv/empty" }] })],
			["a copy elsewhere", () => ({ kept: [canary()] })],
			["a receipt elsewhere", () => ({ receiptPath: `${canary()}.json` })],
			[
				"a receipt of files elsewhere",
				() => ({
					receipt: {
						...{ format: 1, platform: "ocs-inventory", planHash: sum, actor: "a", at: "b" },
						extension: { id: "probe", version: "1" },
						files: [{ path: canary(), sha256: sum, staging: workFolder() }],
						folders: [],
					},
				}),
			],
		])("that names %s is not followed", async (_, more) => {
			leave(JSON.stringify(journal(more())));
			await expectRefused(/it names .*, where nothing of this place can lie/);
			rmSync(inWork("reloading"));
			writeFileSync(inWork("committed"), "", { mode: 0o600 });
			await expectRefused(/it names /);
		});

		it("of the first format is followed, but for its commands", async () => {
			await server.run("present", first, { connection });
			const [map, conf] = [server.mapPath("Probe"), server.confPath("probe")];
			const was = readFileSync(map);
			const staging = join(server.perl, ".graft");
			const steps = [
				{ ...put(map, staging), sha256: sha256("new"), before: sha256(was), bytes: 3, mode: 0o644 },
				{ kind: "check", target: map, argv: ["touch", ran()], failed: "", why: "" },
				hostile(),
			];
			const old = journal({ format: 1, steps });
			leave(JSON.stringify(old));
			server.put(join(staging, `${old.attempt}.old-0`), was.toString());
			chmodSync(staging, 0o700);
			server.put(map, "new");
			const asked: string[] = [];
			const service: ReloadService = {
				...{
					kind: "reload",
					target: "Apache",
					start: ["true"],
					until: [{ kind: "same-process" }],
					deadlineMs: 2_000,
					why: "",
				},
				...{ argv: ["true"], pidFile: join(server.root, "no.pid"), log: join(server.root, "log") },
			};
			const recovering = recoverPlace({
				...{ connection, place: place(), actor: "tester", clock: () => new Date() },
				report: () => undefined,
				service: async () => {
					asked.push("platform");
					return service;
				},
			});
			await expect(recovering).rejects.toMatchObject({
				kind: "partly-done",
				message: expect.stringContaining("start it with: true"),
			});
			expect(asked).toEqual(["platform"]);
			expect(existsSync(ran())).toBe(false);
			expect(readFileSync(map, "utf8")).toBe(mapOf(first));
			expect(readFileSync(conf, "utf8")).toBe(confOf("Probe"));
			expect(existsSync(workFolder())).toBe(false);
		});

		it("is written without any command", async () => {
			const seen: string[] = [];
			const watching = faultyConnection(connection, {
				stateFolder: connection.stateFolder,
				inspect: () => {
					if (existsSync(inWork("journal.json")))
						seen.push(readFileSync(inWork("journal.json"), "utf8"));
				},
			});
			await server.run("present", first, { connection: watching });
			expect(seen.length).toBeGreaterThan(0);
			expect(seen.join()).not.toMatch(/argv|perl"|-e1/);
			expect(JSON.parse(seen[0] ?? "").steps).toContainEqual({
				kind: "check",
				target: server.mapPath("Probe"),
			});
		});
	});

	describe("staging", () => {
		it("in a folder that is a link: nothing is put there, nor taken from there", async () => {
			const elsewhere = join(server.root, "elsewhere");
			mkdirSync(elsewhere);
			symlinkSync(elsewhere, join(server.perl, ".graft"));
			const before = treeOf(server.root);
			const running = server.run("present", first, { connection });
			await expect(running).rejects.toMatchObject({
				kind: "refused",
				message: expect.stringContaining("perl5/.graft is a link"),
			});
			expect(treeOf(elsewhere)).toEqual([]);
			const left = treeOf(server.root).filter((line) => !line.startsWith("state"));
			expect(left).toEqual(before);
		});

		it("that somebody exchanged after an interruption: the journal stays, nothing is renamed", async () => {
			await server.run("present", first, { connection, checks: false });
			await interruptUpgrade(server, connection);
			const staging = join(server.perl, ".graft");
			chmodSync(staging, 0o777);
			await expectRefusedRecovery(/perl5\/\.graft may be written to by others/);
		});
	});

	async function expectRefusedRecovery(what: RegExp): Promise<void> {
		const before = treeOf(server.root);
		await expect(attempts["a recovery"]?.()).rejects.toMatchObject({
			kind: "refused",
			message: expect.stringMatching(what),
		});
		expect(treeOf(server.root)).toEqual(before);
	}

	it("a receipt that names files elsewhere takes nothing of them away, and the plan says so", async () => {
		await server.run("present", first, { connection });
		const path = join(place().receiptsFolder, "probe.json");
		const receipt = JSON.parse(readFileSync(path, "utf8"));
		receipt.files.push({ path: canary(), sha256: sha256("precious"), staging: workFolder() });
		receipt.files.push({
			path: join(server.perl, "strict.pm"),
			sha256: sha256("strict"),
			staging: join(server.root, "elsewhere/.graft"),
		});
		receipt.folders.push(join(server.root, "elsewhere"));
		writeFileSync(path, JSON.stringify(receipt));
		mkdirSync(join(server.root, "elsewhere"));
		server.put(join(server.perl, "strict.pm"), "strict");
		const { plan } = await server.plan("absent", first, { connection });
		for (const stray of [canary(), join(server.perl, "strict.pm"), join(server.root, "elsewhere")])
			expect(plan.notes.join("\n")).toContain(`names ${stray}, which is not of this place`);
		await server.run("absent", first, { connection });
		expect(readFileSync(canary(), "utf8")).toBe("precious");
		expect(existsSync(join(server.root, "elsewhere"))).toBe(true);
		expect(existsSync(join(server.perl, "strict.pm"))).toBe(true);
		expect(existsSync(server.mapPath("Probe"))).toBe(false);
	});
}

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

/** Every path below, with what it is, whose it is and what is in it; links as links. */
function treeOf(folder: string, below = ""): string[] {
	return readdirSync(join(folder, below), { withFileTypes: true }).flatMap((entry) => {
		const path = join(below, entry.name);
		if (entry.isSymbolicLink()) return [`${path} -> link`];
		const { mode, uid } = statSync(join(folder, path));
		const line = `${path} ${mode.toString(8)} ${uid}`;
		if (entry.isDirectory()) return [line, ...treeOf(folder, path)];
		return [`${line} ${sha256(readFileSync(join(folder, path)))}`];
	});
}

describe("on this machine", () => {
	trustContract(async (server) => server.connect());
});

describe.skipIf(noSshd)(`over SSH${noSshd ? ` (${noSshd})` : ""}`, () => {
	let sshd: Sshd;
	beforeAll(async () => {
		sshd = await startSshd();
	});
	afterAll(() => sshd.stop());

	trustContract(async (server) => {
		const connection = await openConnection(
			{ address: sshd.address, identityFile: sshd.clientKey },
			{ stateFolder: "", knownHosts: sshd.knownHostsFile, userHome: server.root },
		);
		return faultyConnection(connection, { stateFolder: server.state });
	});
});
