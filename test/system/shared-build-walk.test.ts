import {
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	utimesSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Connection } from "@graft/core/connections/connection";
import { GraftError } from "@graft/core/domain/errors";
import type { Goal } from "@graft/core/domain/plan";
import { applyPlan } from "@graft/core/drivers/files/apply/apply-plan";
import { recoverPlace } from "@graft/core/drivers/files/apply/recover-place";
import { preparePlan } from "@graft/core/drivers/files/plan/look";
import { placeOf } from "@graft/core/drivers/files/plan/place";
import { type OwnProcess, ownProcess } from "@graft/core/host/own-process";
import { findPlatform } from "@graft/core/platforms/places";
import { afterEach, describe, expect, it } from "vitest";
import { openLocal } from "../../packages/core/src/connections/local/open-local.ts";
import { demandFilesPlace } from "../builders/demand-files-place.ts";
import { type Death, faultyConnection } from "../builders/faulty-connection.ts";
import { loongcollectorFiles, loongcollectorTree } from "../builders/loongcollector-files.ts";
import { type Files, makeTree } from "../builders/tree.ts";
import { writeFiles } from "../builders/write-files.ts";
import { patient } from "../patience.ts";
import { deadProcess } from "./installer-server.ts";

const gone = deadProcess();
const found = findPlatform("loongcollector");
if (found === undefined) throw new Error("no such platform");
const platform = found;
const place = demandFilesPlace(platform);

// In memory where that can be had: thousands of flushed writes wait for a disk that nobody will look at again.
const folderForHosts = existsSync("/dev/shm") ? "/dev/shm" : tmpdir();

/** A source tree that many extensions share a list and a library of. */
class Host {
	readonly root = mkdtempSync(join(folderForHosts, "graft-walk-"));
	readonly tree = join(this.root, "src/loongcollector");

	constructor(more: Files = {}) {
		writeFiles(this.root, loongcollectorTree("src/loongcollector", undefined, more));
		mkdirSync(join(this.root, "state"));
	}

	connect(): Connection {
		return openLocal(join(this.root, "state"));
	}

	async bring(
		files: Files,
		goal: Goal,
		{ connection = this.connect(), process = ownProcess(), known = true }: Using = {},
	): Promise<void> {
		const whole = makeTree(files);
		const { extension: all } = await platform.read(whole, []);
		if (all === null) throw new Error("it has no id");
		const bare = { ...all, claims: [], own: {}, parts: { ...all.parts, server: { files: [] } } };
		const [extension, tree] = known ? [all, whole] : [bare, makeTree({})];
		const facts = await place.discover(this.connect(), { serverDir: this.tree });
		const serverPart = place.wanted(extension, tree, facts);
		const prepared = await preparePlan({
			...{ connection: this.connect(), extension, serverPart, facts, goal },
		});
		await applyPlan({
			...{ connection, prepared, expectedHash: prepared.plan.hash, actor: "tester", process },
			...{ clock: () => new Date(), report: () => undefined, service: async () => null },
		});
	}

	async recover(connection = this.connect()): Promise<void> {
		const facts = await place.discover(this.connect(), { serverDir: this.tree });
		await recoverPlace({
			...{ connection, place: placeOf(connection, platform.id, facts), process: gone },
			...{ actor: "tester", clock: () => new Date() },
			...{ report: () => undefined, service: async () => null },
		});
	}

	/** The owner of a lock that is not whole yet is believed to be alive for a while. */
	letTimePass(): void {
		const long = new Date(Date.now() - 60_000);
		const folder = join(this.tree, ".graft");
		for (const name of this.snapshot(folder)) utimesSync(join(folder, name), long, long);
	}

	snapshot(): Record<string, string>;
	snapshot(folder: string): string[];
	snapshot(folder?: string): Record<string, string> | string[] {
		if (folder !== undefined) {
			try {
				return readdirSync(folder);
			} catch {
				return [];
			}
		}
		const entries = readdirSync(this.root, { recursive: true, withFileTypes: true });
		return Object.fromEntries(
			entries
				.map((entry) => [join(entry.parentPath, entry.name), entry.isFile()] as const)
				.filter(([path]) => !path.startsWith(join(this.root, "state")))
				.map(([path, isFile]) => [
					path.slice(this.root.length),
					isFile ? readFileSync(path, "latin1").replaceAll(this.root, "") : "",
				])
				.sort(),
		);
	}

	remove(): void {
		rmSync(this.root, { recursive: true, force: true });
	}
}

interface Using {
	/** False where only a receipt tells what it is. */
	readonly known?: boolean;
	readonly connection?: Connection;
	readonly process?: OwnProcess;
}

const hosts: Host[] = [];
afterEach(() => {
	for (const host of hosts.splice(0)) host.remove();
});

interface Scenario {
	readonly name: string;
	readonly before: readonly Files[];
	readonly goal: Goal;
	readonly files: Files;
	readonly list?: string;
}

const mark = loongcollectorFiles();
const stamp = loongcollectorFiles({ name: "stamp" });
const scenarios: readonly Scenario[] = [
	{
		...{ name: "a second one comes into a list of this house", before: [mark], goal: "present" },
		...{ files: stamp, list: "# ours\nplugins:\n  common:\n    - import: my.org/ours\n" },
	},
	{
		...{ name: "one comes that is not in what was built", before: [], goal: "present" },
		files: loongcollectorFiles({ types: ["processor_LEFT_OUT"] }),
	},
	{ name: "one of two goes", before: [mark, stamp], goal: "absent", files: mark },
	{ name: "the last one goes", before: [mark], goal: "absent", files: mark },
];

async function prepare({ before, list }: Scenario): Promise<Host> {
	const host = new Host(list === undefined ? {} : { "external_plugins.yml": list });
	hosts.push(host);
	for (const files of before) await host.bring(files, "present");
	return host;
}

/** One that failed is an end too. */
async function tried(work: Promise<void>): Promise<void> {
	await work.catch((error: unknown) => {
		if (!(error instanceof GraftError)) throw error;
	});
}

/** Of calls that change anything: dying at a look is dying after what was changed before it. */
function moments(calls: readonly string[]): Death[] {
	return calls.flatMap((call, index) => {
		if (!/^(write|copy|rename|remove|removeFolder|makeFolder|run) /.test(call)) return [];
		const half = /^(write|copy) /.test(call) ? (["half"] as const) : [];
		return [...half, "after" as const].map((moment) => ({ call: index + 1, moment }));
	});
}

it("goes by what its receipt says, where neither folder nor archive is there any more", async () => {
	const host = await prepare({ name: "", before: [stamp], goal: "present", files: mark });
	const before = host.snapshot();
	await host.bring(mark, "present");
	await host.bring(mark, "absent", { known: false });
	expect(host.snapshot()).toEqual(before);
});

describe.each(scenarios)("where $name", (scenario) => {
	const { goal, files } = scenario;

	it(
		"killed at every call, it is all there or as before once put in order, and as if nothing had happened once run again",
		async () => {
			const plain = await prepare(scenario);
			const before = plain.snapshot();
			const counted = faultyConnection(plain.connect());
			await tried(plain.bring(files, goal, { connection: counted }));
			const after = plain.snapshot();
			for (const death of moments(counted.calls)) {
				const host = await prepare(scenario);
				const connection = faultyConnection(host.connect(), { death });
				await tried(host.bring(files, goal, { connection, process: gone }));
				await connection.settled();
				host.letTimePass();
				const at = `${counted.calls[death.call - 1]} (${death.moment})`;
				// A plan that is made before that is put in order holds as well.
				if (death.call % 2 === 0) {
					await host.recover();
					expect([before, after], at).toContainEqual(host.snapshot());
				}
				await tried(host.bring(files, goal));
				expect(host.snapshot(), at).toEqual(after);
				host.remove();
			}
		},
		patient(600_000),
	);
});
