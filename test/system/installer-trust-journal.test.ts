import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ServiceStep } from "@graft/core/domain/plan";
import { recoverPlace } from "@graft/core/drivers/files/apply/recover-place";
import { describe, expect, it } from "vitest";
import { faultyConnection } from "../builders/faulty-connection.ts";
import { sha256 } from "../builders/tree.ts";
import { confOf, first, mapOf } from "./installer-server.ts";
import { inEachPlace } from "./trust-place.ts";

/** What is written on a server is obeyed only where it is ours, and only as far as it can be understood. */
inEachPlace((there) => {
	describe("a journal", () => {
		it.each<[string, () => string | Uint8Array, RegExp]>([
			[
				"with a step that nobody knows",
				() => JSON.stringify(there.journal({ steps: [{ kind: "patch-file", target: "/x" }] })),
				/a step of the kind "patch-file"/,
			],
			["of a format to come", () => JSON.stringify(there.journal({ format: 3 })), /the format 3/],
			["without a format", () => JSON.stringify({ steps: [] }), /it is damaged/],
			["that is cut short", () => JSON.stringify(there.journal()).slice(0, -40), /it is damaged/],
			["that is empty", () => "", /it is damaged/],
			["that is no text", () => Uint8Array.of(0x7b, 0xff, 0x7d), /it is damaged/],
			["that is something else", () => "[1, 2]", /it is damaged/],
			["with a broken step", () => JSON.stringify(there.journal({ steps: [{}] })), /it is damaged/],
		])("%s stays, with all that it speaks of", async (_, content, what) => {
			await there.server.run("present", first, { connection: there.connection });
			there.leave(content());
			const backUp = join(there.server.perl, ".graft/00000000-0000-4000-8000-000000000000.old-0");
			there.server.put(backUp, "what stood there");
			await there.expectRefused(what, /newer Graft.*remove .*\.graft/);
		});

		it("of an unfinished write was never begun, and is cleared away", async () => {
			mkdirSync(there.workFolder(), { mode: 0o700 });
			writeFileSync(there.inWork("journal.json.unfinished"), '{"format":2,"att', { mode: 0o600 });
			await there.server.run("present", first, { connection: there.connection });
			expect(existsSync(there.workFolder())).toBe(false);
		});

		const sum = sha256("");
		const put = (target: string, staging = join(there.server.perl, ".graft")) => ({
			...{ kind: "put-file", target, sha256: sha256("precious"), before: null, staging },
		});
		it.each<[string, () => object]>([
			["a file elsewhere", () => ({ steps: [put(there.canary())] })],
			["a file above", () => ({ steps: [put(there.server.home)] })],
			["a file in a folder named alike", () => ({ steps: [put(`${there.server.perl}-5/Map.pm`)] })],
			["the folder itself as a file", () => ({ steps: [put(there.server.perl)] })],
			[
				"staging elsewhere",
				() => ({
					steps: [put(there.server.mapPath("Probe"), join(there.server.root, "else/.graft"))],
				}),
			],
			[
				"staging of another name",
				() => ({ steps: [put(there.server.mapPath("Probe"), there.server.plugins)] }),
			],
			[
				"a removal elsewhere",
				() => ({ steps: [{ ...put(there.canary()), kind: "remove-file", before: sum }] }),
			],
			["a folder elsewhere", () => ({ steps: [{ kind: "make-folder", target: "/srv/empty" }] })],
			["a copy elsewhere", () => ({ kept: [there.canary()] })],
			["a receipt elsewhere", () => ({ receiptPath: `${there.canary()}.json` })],
			[
				"a receipt of files elsewhere",
				() => ({
					receipt: {
						...{ format: 1, platform: "ocs-inventory", planHash: sum, actor: "a", at: "b" },
						extension: { id: "probe", version: "1" },
						files: [{ path: there.canary(), sha256: sum, staging: there.workFolder() }],
						folders: [],
					},
				}),
			],
		])("that names %s is not followed", async (_, more) => {
			there.leave(JSON.stringify(there.journal(more())));
			await there.expectRefused(/it names .*, where nothing of this place can lie/);
			rmSync(there.inWork("reloading"));
			writeFileSync(there.inWork("committed"), "", { mode: 0o600 });
			await there.expectRefused(/it names /);
		});

		it("of the first format is followed, but for its commands", async () => {
			await there.server.run("present", first, { connection: there.connection });
			const [map, conf] = [there.server.mapPath("Probe"), there.server.confPath("probe")];
			const was = readFileSync(map);
			const staging = join(there.server.perl, ".graft");
			const steps = [
				{ ...put(map, staging), sha256: sha256("new"), before: sha256(was), bytes: 3, mode: 0o644 },
				{ kind: "check", target: map, argv: ["touch", there.ran()], failed: "", why: "" },
				there.hostile(),
			];
			const old = there.journal({ format: 1, steps });
			there.leave(JSON.stringify(old));
			there.server.put(join(staging, `${old.attempt}.old-0`), was.toString());
			chmodSync(staging, 0o700);
			there.server.put(map, "new");
			const asked: string[] = [];
			const service: ServiceStep = {
				...{
					kind: "reload",
					target: "Apache",
					start: ["true"],
					until: [{ kind: "same-process" }],
					deadlineMs: 2_000,
					why: "",
				},
				...{
					argv: ["true"],
					process: { kind: "pid-file", path: join(there.server.root, "no.pid") },
					log: join(there.server.root, "log"),
				},
			};
			const recovering = recoverPlace({
				...{
					connection: there.connection,
					place: there.place(),
					actor: "tester",
					clock: () => new Date(),
				},
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
			expect(existsSync(there.ran())).toBe(false);
			expect(readFileSync(map, "utf8")).toBe(mapOf(first));
			expect(readFileSync(conf, "utf8")).toBe(confOf("Probe"));
			expect(existsSync(there.workFolder())).toBe(false);
		});

		it("is written without any command", async () => {
			const seen: string[] = [];
			const watching = faultyConnection(there.connection, {
				stateFolder: there.connection.stateFolder,
				inspect: () => {
					if (existsSync(there.inWork("journal.json")))
						seen.push(readFileSync(there.inWork("journal.json"), "utf8"));
				},
			});
			await there.server.run("present", first, { connection: watching });
			expect(seen.length).toBeGreaterThan(0);
			expect(seen.join()).not.toMatch(/argv|perl"|-e1/);
			expect(JSON.parse(seen[0] ?? "").steps).toContainEqual({
				kind: "check",
				target: there.server.mapPath("Probe"),
			});
		});
	});
});
