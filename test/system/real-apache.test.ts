import { existsSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { readFolder } from "@graft/core/archive/read-folder";
import type { FileTree } from "@graft/core/domain/archive";
import type { GraftError } from "@graft/core/domain/errors";
import type { Extension } from "@graft/core/domain/extension";
import type { Goal } from "@graft/core/domain/plan";
import { type Applied, applyPlan } from "@graft/core/drivers/files/apply/apply-plan";
import { preparePlan } from "@graft/core/drivers/files/plan/look";
import type { Facts, ServerPart } from "@graft/core/drivers/files/wanted";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openLocal } from "../../packages/core/src/connections/local/open-local.ts";
import { ocsInventory } from "../../packages/core/src/platforms/ocs-inventory/platform.ts";
import { server as ocsServer } from "../../packages/core/src/platforms/ocs-inventory/server.ts";
import { bytesOf, sha256 } from "../builders/tree.ts";
import { commonPlace } from "../common-place.ts";
import { patient } from "../patience.ts";
import type { OcsMachine } from "./ocs-machine.ts";
import { noOcsStack, type OcsStack, startOcsStack } from "./ocs-stack.ts";

const ours = fileURLToPath(new URL("../../extensions/mountedvolumes", import.meta.url));

describe.skipIf(noOcsStack)(
	`the real communication server${noOcsStack ? ` (${noOcsStack})` : ""}`,
	() => {
		let stack: OcsStack;
		let machine: OcsMachine;
		let state: string;
		let tree: FileTree;
		let extension: Extension;
		/** Apache's parent, which no failure may cost its life. */
		let parent: number | undefined;

		beforeAll(async () => {
			state = await mkdtemp(join(tmpdir(), "graft-state-"));
			tree = (await readFolder(ours)).tree;
			const reading = await ocsInventory.read(tree, []);
			if (!reading.extension) throw new Error("our own extension is none");
			extension = reading.extension;
		});
		afterAll(() => rm(state, { recursive: true, force: true }));

		const shared = commonPlace(
			async () => {
				const stack = await startOcsStack();
				const machine = await stack.startMachine("pc1");
				for (const statement of extension.parts.database.install) await stack.database(statement);
				expect(await machine.sendInventory()).toEqual([200]);
				return { stack, machine };
			},
			(old) => old.stack.stop(),
		);
		beforeEach(async () => {
			({ stack, machine } = shared());
			parent = stack.apache();
			expect(parent).toBeDefined();
			expect(await stack.answer()).toBe(400);
		});

		const connection = () => openLocal(state);
		const placed = () => readdirSync(stack.serverDir, { recursive: true }).sort();
		const reloads = () => stack.log().split("resuming normal operations").length - 1;

		async function look(): Promise<{ facts: Facts; part: ServerPart }> {
			const given = { serverDir: stack.serverDir, reload: true };
			const facts = await ocsServer.discover(connection(), given);
			return { facts, part: ocsServer.wanted(extension, tree, facts) };
		}

		/** Below the rules that judge an archive, so that only what is asked on the server stands in the way. */
		async function run(goal: Goal, facts: Facts, serverPart: ServerPart): Promise<Applied> {
			const prepared = await preparePlan({
				...{ connection: connection(), extension, serverPart, facts, goal },
			});
			return applyPlan({
				connection: connection(),
				prepared,
				expectedHash: prepared.plan.hash,
				actor: "tester",
				clock: () => new Date(),
				report: () => undefined,
				service: async () => null,
			});
		}

		async function refusal(work: Promise<unknown>): Promise<GraftError> {
			const error = await work.then(
				() => new Error("it was not refused"),
				(reason: GraftError) => reason,
			);
			expect(error, error.message).toMatchObject({ name: "GraftError", kind: "refused" });
			return error as GraftError;
		}

		async function expectServing(): Promise<void> {
			expect(await stack.answer()).toBe(400);
			expect(await machine.sendInventory()).toEqual([200]);
		}

		it("takes our extension in and lets it go by graceful reloads that cost no process", async () => {
			const before = placed();
			const count = reloads();
			const { facts, part } = await look();
			expect(facts.problems).toEqual([]);
			expect(await run("present", facts, part)).toMatchObject({ changed: true });
			expect(reloads()).toBe(count + 1);
			expect(stack.apache()).toBe(parent);
			await expectServing();

			expect(await run("present", facts, part)).toMatchObject({ changed: false });
			expect(reloads()).toBe(count + 1);

			expect(await run("absent", facts, part)).toMatchObject({ changed: true, receipt: null });
			expect(reloads()).toBe(count + 2);
			expect(stack.apache()).toBe(parent);
			await expectServing();
			expect(placed()).toEqual(before);
		});

		it.each<[string, Spoilt, RegExp]>([
			["a conf without its Map.pm", { map: null }, /Can't locate/],
			["a Map.pm with a syntax error", { map: "sub {" }, /Missing right curly|syntax error/],
			["a Map.pm that dies", { map: 'die "over and out\\n";' }, /over and out/],
			["a Map.pm that does not end true", { map: "package Nothing; 0;" }, /true value/],
			["a Map.pm that needs what is not there", { map: "use No::Such; 1;" }, /No\/Such\.pm/],
			["a directive that Apache does not know", { conf: "NoSuchDirective on" }, /NoSuchDirective/],
			["a conf with a byte order mark", { bom: true }, /Invalid command/],
		])(
			"refuses %s before it is reloaded, and goes on with the same process",
			async (_, how, words) => {
				const before = placed();
				const count = reloads();
				const { facts, part } = await look();
				const { message } = await refusal(run("present", facts, spoil(part, how)));
				expect(message).toMatch(words);
				expect(message).toContain("Everything was rolled back");
				expect(reloads()).toBe(count);
				expect(stack.apache()).toBe(parent);
				expect(placed()).toEqual(before);
				await expectServing();
			},
		);

		it.each([
			["junk", "what somebody left here\n", "ocs/server-conf-junk"],
			[
				"a conf of a plugin that is gone",
				"PerlModule Apache::Ocsinventory::Plugins::Gone::Map\n",
				"ocs/server-conf-module-missing",
			],
		])("does not reload over %s that lies there already", async (_, text, code) => {
			const left = join(stack.serverDir, "plugins/.left.bak");
			writeFileSync(left, text);
			try {
				const before = placed();
				const count = reloads();
				const { facts, part } = await look();
				expect(facts.problems).toMatchObject([{ code, severity: "warning", part: "server" }]);
				const { message } = await refusal(run("present", facts, part));
				expect(message).toContain(left);
				expect(reloads()).toBe(count);
				expect(stack.apache()).toBe(parent);
				expect(placed()).toEqual(before);
				await expectServing();
			} finally {
				rmSync(left);
			}
		});

		// Only Apache itself can tell that these fail: what a module that is no plugin's needs, nobody else knows.
		it.each<[string, Spoilt, RegExp]>([
			[
				"a Map.pm that dies in Apache alone",
				{ map: '$ENV{MOD_PERL} and die "not here\\n";', ours: true },
				/not here/,
			],
			["a conf that loads a stranger", { conf: "PerlModule No::Such" }, /No\/Such\.pm/],
		])("is put back and started again where it ends over %s", async (_, how, words) => {
			const before = placed();
			const { facts, part } = await look();
			const { message } = await refusal(run("present", facts, spoil(part, how)));
			expect(message).toContain("ended instead of reloading");
			expect(message).toMatch(words);
			expect(message).toContain("Everything was rolled back");
			expect(placed()).toEqual(before);
			expect(stack.apache()).toBeDefined();
			expect(stack.apache()).not.toBe(parent);
			await expectServing();
		});

		it("ends over a plugin that its own configuration test takes, as the checks assume", async () => {
			const { part } = await look();
			const conf = part.files.find(({ target }) => target.endsWith(".conf"));
			if (!conf || !part.reload) throw new Error("no conf, or no reload");
			writeFileSync(conf.target, conf.bytes);
			expect((await connection().run(part.reload.argv)).code).toBe(0);
			await expect.poll(() => stack.apache(), { timeout: patient(60_000) }).toBeUndefined();
			rmSync(conf.target);
			expect((await connection().run(part.reload.start)).code).toBe(0);
			await expect.poll(() => stack.answer(), { timeout: patient(60_000) }).toBe(400);
			expect(existsSync(conf.target)).toBe(false);
		});
	},
);

interface Spoilt {
	/** Stands before Map.pm's own text with `ours`, else in its place; null leaves the file out. */
	readonly map?: string | null;
	readonly ours?: boolean;
	/** A further line of the conf. */
	readonly conf?: string;
	readonly bom?: boolean;
}

function spoil(part: ServerPart, how: Spoilt): ServerPart {
	const files = part.files.flatMap((file) => {
		const text = new TextDecoder().decode(file.bytes);
		if (file.target.endsWith(".conf")) return [withText(file, confOf(text, how))];
		if (how.map === null) return [];
		if (how.map === undefined) return [file];
		return [withText(file, how.ours ? `${how.map}\n${text}` : `${how.map}\n`)];
	});
	return { ...part, files };
}

function confOf(text: string, { conf = "", bom = false }: Spoilt): string {
	return `${bom ? "\uFEFF" : ""}${text}${conf}\n`;
}

function withText(file: ServerPart["files"][number], text: string): ServerPart["files"][number] {
	return { ...file, bytes: bytesOf(text), sha256: sha256(text) };
}
