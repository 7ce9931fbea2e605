import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { packTree } from "@graft/core/archive/pack-tree";
import { readArchive } from "@graft/core/archive/read-archive";
import type { Connection } from "@graft/core/connections/connection";
import { openConnection } from "@graft/core/connections/open-connection";
import type { FileTree } from "@graft/core/domain/archive";
import type { Extension } from "@graft/core/domain/extension";
import type { Goal } from "@graft/core/domain/plan";
import { isRefused } from "@graft/core/domain/problem";
import { applyPlan } from "@graft/core/drivers/files/apply/apply-plan";
import { preparePlan, readStatus } from "@graft/core/drivers/files/plan/look";
import { filesPlaceOf, gitPlaceOf, httpPlaceOf } from "@graft/core/platforms/places";
import { platforms } from "@graft/core/platforms/registry";
import type { Allowed } from "@graft/core/platforms/starter";
import { readExtension } from "@graft/core/reading/read-extension";
import { objectionTo, startedTree } from "@graft/core/reading/started-extension";
import fc from "fast-check";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { recognise } from "../../packages/core/src/platforms/recognise.ts";
import { sampleOf } from "../builders/samples.ts";
import { type Files, sha256 } from "../builders/tree.ts";
import { writeFiles } from "../builders/write-files.ts";
import { makeZip } from "../builders/zip.ts";
import { noSshd, type Sshd, startSshd } from "../system/sshd.ts";
import { bindingContract } from "./bindings.ts";
import { repositoryContract } from "./repository.ts";

const github = (files: Files): Files =>
	Object.fromEntries(Object.entries(files).map(([path, text]) => [`some-name-main/${path}`, text]));

describe.each(platforms.map((platform) => ({ id: platform.id, platform })))(
	"platform $id",
	({ id, platform }) => {
		const sample = sampleOf(id);
		const { starter } = platform;
		/** No test at all for a platform that starts none: it would count as one left out. */
		const whereStarted = (what: string, test: () => unknown) => {
			if (starter !== undefined) it(what, test);
		};
		const started = starter && { name: "graftling", collects: starter.collects.proposal };
		/** The sample, and what an author is given to start from: the same holds for both. */
		const subjects = [
			{ what: "the sample", ...sample },
			...(started === undefined
				? []
				: [
						{
							...{ what: "what is started", id: started.name, version: "1.0" },
							files: Object.fromEntries(starter?.files(started) ?? []) as Files,
						},
					]),
		];

		async function read(files: Files): Promise<{ tree: FileTree; extension: Extension }> {
			const tree = readArchive(makeZip(github(files)));
			const { extension } = await platform.read(tree, []);
			if (!extension) throw new Error("the sample has no id");
			return { tree, extension };
		}

		it.each(subjects)(
			"alone recognises its own, whatever the root folder is called: $what",
			({ files }) => {
				const tree = readArchive(makeZip(github(files)));
				expect(recognise(tree).id).toBe(id);
				for (const other of platforms) expect(other.recognise(tree)).toBe(other.id === id);
			},
		);

		it.each(subjects)("finds no fault with $what, and reads id and version", async (subject) => {
			const tree = readArchive(makeZip(github(subject.files)));
			const { extension, problems } = await readExtension(tree, []);
			expect(problems).toEqual([]);
			expect(extension).toMatchObject({
				...{ platform: id, id: subject.id, version: subject.version },
			});
		});

		whereStarted("starts an extension of that name from whatever is allowed", async () => {
			if (starter === undefined) return;
			const word = ({ pattern }: Allowed) => fc.stringMatching(pattern);
			const answers = fc.record({
				name: word(starter.name),
				collects: fc.uniqueArray(word(starter.collects), { minLength: 1, maxLength: 20 }),
			});
			await fc.assert(
				fc.asyncProperty(answers, async (given) => {
					expect(objectionTo(starter, given)).toBeUndefined();
					const tree = readArchive(packTree(startedTree(starter, given), "x-1.0"));
					const { extension } = await readExtension(tree, []);
					expect(extension).toMatchObject({ platform: id, id: given.name, version: "1.0" });
				}),
				{ numRuns: 50 },
			);
		});

		whereStarted("says which answers it cannot take", () => {
			if (starter === undefined || started === undefined) return;
			for (const name of ["", "A b", "../x", "x'y", "$x", "é", "x".repeat(300)])
				expect(objectionTo(starter, { ...started, name })).toContain(JSON.stringify(name));
			const [word = ""] = started.collects;
			for (const collects of [[], [word, word], ["a b"], [`${word}'`]])
				expect(objectionTo(starter, { ...started, collects })).toMatch(/\.$/);
		});

		it("refuses the spoilt one, still recognises it, and says where and what to do", async () => {
			const tree = readArchive(makeZip(github(sample.refused.files)));
			expect(platform.recognise(tree)).toBe(true);
			const { problems } = await platform.read(tree, []);
			expect(isRefused(problems)).toBe(true);
			const named = problems.find(({ code }) => code === sample.refused.code);
			expect(named?.path).not.toBe("");
			expect(named?.message).toMatch(/\.$/);
			expect(named?.hint).not.toBe("");
		});

		it("is in no conflict with an earlier version of itself", async () => {
			const { extension } = await read(sample.files);
			const newer = readArchive(makeZip(sample.newer.files));
			expect((await platform.read(newer, [extension])).problems).toEqual([]);
		});

		it.each(subjects)(
			"names only files of the archive, with their content, and only places of its own on a server: $what",
			async ({ files }) => {
				const { tree, extension } = await read(files);
				const { windows, unix } = extension.parts.agents;
				for (const { from, as, sha256: expected } of [...windows, ...unix]) {
					expect(sha256(tree.files.get(from)?.bytes ?? "")).toBe(expected);
					expect(as).toMatch(/^[^./][^{}]*$/);
					expect(as).not.toContain("..");
				}
				for (const { from, to, sha256: expected } of extension.parts.server.files) {
					expect(sha256(tree.files.get(from)?.bytes ?? "")).toBe(expected);
					expect(to).toMatch(/^\{\w+\}\/[^.][^{}]*$/);
					expect(to).not.toContain("..");
				}
			},
		);

		it.each(subjects)("stays plain data, which survives JSON: $what", async ({ files }) => {
			const { extension } = await read(files);
			expect(JSON.parse(JSON.stringify(extension))).toEqual(extension);
		});

		const inRepository = gitPlaceOf(platform);
		if (inRepository !== undefined)
			describe("in a repository", () => {
				repositoryContract(platform, inRepository, subjects, sample.newer);
			});

		const inApi = httpPlaceOf(platform);
		it("has a double of its API in its sample where it has a place in one", () => {
			expect(sample.api === undefined).toBe(inApi === undefined);
		});
		if (inApi !== undefined && sample.api !== undefined) {
			const start = sample.api;
			describe("in an API", () => {
				bindingContract(platform, inApi, subjects, start);
			});
		}

		const onServers = filesPlaceOf(platform);
		it("has a server in its sample where it has a place on one", () => {
			expect(sample.server === undefined).toBe(onServers === undefined);
		});
		/** No test at all for a platform whose extensions have no place there. */
		if (onServers === undefined || sample.server === undefined) return;
		const [place, server] = [onServers, sample.server];

		const reaches = [
			{ name: "here", skip: undefined },
			{ name: "over SSH", skip: noSshd },
		];
		describe.each(reaches)("on a server $name", ({ name, skip }) => {
			let sshd: Sshd | undefined;
			let folder = "";
			let connection: Connection;

			beforeAll(async () => {
				if (name === "over SSH" && !skip) sshd = await startSshd();
			});
			afterAll(async () => {
				await sshd?.stop();
			});
			beforeEach(async () => {
				if (skip) return;
				folder = mkdtempSync(join(tmpdir(), "graft-platform-"));
				for (const path of server.folders) mkdirSync(join(folder, path));
				writeFiles(folder, server.files ?? {});
				const opened = await openConnection(
					sshd ? { address: sshd.address, identityFile: sshd.clientKey } : { address: "local" },
					{
						stateFolder: join(folder, "state"),
						knownHosts: sshd?.knownHostsFile ?? "",
						userHome: folder,
					},
				);
				// Over SSH the receipts would lie in this machine's own state folder; a test keeps its own.
				connection = withState(opened, join(folder, "state"));
			});
			afterEach(async () => {
				if (skip) return;
				await connection.close();
				rmSync(folder, { recursive: true, force: true });
			});

			async function bring(files: Files, goal: Goal): Promise<number> {
				const { tree, extension } = await read(files);
				const facts = await place.discover(connection, {
					serverDir: join(folder, server.dir),
				});
				const serverPart = place.wanted(extension, tree, facts);
				const prepared = await preparePlan({ connection, extension, serverPart, facts, goal });
				await applyPlan({
					connection,
					prepared,
					expectedHash: prepared.plan.hash,
					actor: "tester",
					clock: () => new Date(),
					report: () => undefined,
					service: async () => null,
				});
				return prepared.plan.steps.length;
			}

			async function status(files: Files) {
				const { tree, extension } = await read(files);
				const facts = await place.discover(connection, {
					serverDir: join(folder, server.dir),
				});
				return readStatus({
					connection,
					extension,
					serverPart: place.wanted(extension, tree, facts),
					facts,
				});
			}

			/** Everything below the server's folders: paths with contents, folders with a slash. */
			function snapshot(): Record<string, string> {
				const found = readdirSync(folder, { recursive: true, withFileTypes: true });
				return Object.fromEntries(
					found
						.map((entry) => ({
							entry,
							path: join(entry.parentPath, entry.name).slice(folder.length + 1),
						}))
						.filter(({ path }) => path !== "state" && !path.startsWith("state/"))
						.map(({ entry, path }) =>
							entry.isDirectory()
								? [`${path}/`, ""]
								: [path, readFileSync(join(folder, path), "latin1")],
						),
				);
			}

			it.skipIf(skip).each(subjects)(
				"installs, finds nothing more to do, and takes back to what it was before: $what",
				async ({ files, version }) => {
					const before = snapshot();
					expect((await status(files)).state).toBe("missing");
					expect(await bring(files, "present")).toBeGreaterThan(0);
					expect(await status(files)).toMatchObject({ state: "in-sync", version });
					expect(await bring(files, "present")).toBe(0);
					expect(await bring(files, "absent")).toBeGreaterThan(0);
					expect(snapshot()).toEqual(before);
					expect(await bring(files, "absent")).toBe(0);
				},
			);

			it.skipIf(skip)("upgrades, and goes back", async () => {
				await bring(sample.files, "present");
				const first = snapshot();
				expect(await bring(sample.newer.files, "present")).toBeGreaterThan(0);
				expect(await status(sample.newer.files)).toMatchObject({
					state: "in-sync",
					version: sample.newer.version,
				});
				expect((await status(sample.files)).state).toBe("other-version");
				await bring(sample.files, "present");
				expect(snapshot()).toEqual(first);
			});

			it.skipIf(skip).each(subjects)(
				"sees drift by content, and mends it by a plan: $what",
				async ({ files }) => {
					await bring(files, "present");
					const [file] = (await status(files)).files;
					if (!file) throw new Error("it has no server part");
					writeFileSync(file.path, "1;\n");
					const seen = await status(files);
					expect(seen.state).toBe("drifted");
					expect(seen.files.find(({ path }) => path === file.path)?.state).toBe("drifted");
					await bring(files, "present");
					expect((await status(files)).state).toBe("in-sync");
				},
			);
		});
	},
);

function withState(connection: Connection, stateFolder: string): Connection {
	return new Proxy(connection, {
		get(target, key) {
			if (key === "stateFolder") return stateFolder;
			const member: unknown = Reflect.get(target, key, target);
			return typeof member === "function" ? member.bind(target) : member;
		},
	});
}

describe("recognition", () => {
	it("names the systems where nothing can be recognised, and where several claim one archive", () => {
		const tree = readArchive(makeZip({ "notes.txt": "nothing" }));
		for (const platform of platforms) expect(() => recognise(tree)).toThrow(platform.name);
		const several = Object.assign({}, ...platforms.map(({ id }) => sampleOf(id).files)) as Files;
		const mixed = readArchive(makeZip(several));
		for (const platform of platforms) expect(() => recognise(mixed)).toThrow(platform.name);
	});
});
