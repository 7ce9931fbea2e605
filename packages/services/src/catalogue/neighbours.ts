import { type Extension, isReadable, type StoredExtension } from "@graft/core/domain/extension";
import {
	type ArchivedExtension,
	readClaimants,
	readDrifted,
	readTablesInPlace,
} from "@graft/database/archive-index";
import { type ManagedId, readManagedIds } from "@graft/database/quick-look";
import type { Context } from "../context/context.ts";
import { interestsOf, mentionsTable } from "./claims.ts";
import { digestsOf, type FolderDigest, freshDigestsOf, recentDigestsOf } from "./folder-digests.ts";
import { folderNames } from "./folder-names.ts";
import { ensureIndexed } from "./index-archives.ts";
import { readAgainOr } from "./read-again.ts";
import { readingOf } from "./readings.ts";
import { readStored } from "./stored-extension.ts";

/** Every extension that is in its place, managed or come by hand: whose tables, sections and names are taken. */
export interface Surroundings {
	/** Folders of which no archive tells what is in them: they came by hand, or somebody changed them. */
	readonly strays: ReadonlyMap<string, Extension | null>;
	/** Names of folders that are as their archives are. */
	readonly asArchived: ReadonlySet<string>;
	/** Those that Graft put into their folders, there or not. */
	readonly managed: readonly ManagedId[];
	/** Those that a newer Graft stored and did not index, which no query finds. */
	readonly unindexed: readonly StoredExtension[];
	/**
	 * Those that could stumble on this extension, or it on them. A managed one whose folder is gone, or is none any more, may
	 * still be active and on servers: it counts as its archive has it.
	 */
	beside(extension: Extension): Promise<readonly StoredExtension[]>;
}

/**
 * How folders of ours are looked at; those that came by hand always are. `now`: each of them, where something is decided
 * by it. `lately`: the same, where that was done a moment ago. `seen`: as it was at the last look, for what is only shown.
 */
export type Look = "now" | "lately" | "seen";

export async function lookAround(ctx: Context, how: Look = "now"): Promise<Surroundings> {
	const { databaseUrl } = ctx.paths;
	const readable = reader(ctx);
	const unindexed = await Promise.all((await ensureIndexed(ctx)).map(readable));
	const names = await folderNames(ctx.paths);
	const managed = readManagedIds(databaseUrl);
	const trees = new Map(managed.map((row) => [row.id, row.treeSha256]));
	const looked = await looksAt(ctx, how, names, trees);
	const strays = new Map<string, Extension | null>();
	for (const name of names) {
		const look = looked.get(name);
		if (look === undefined || trees.get(name) === look.digest) continue;
		const { extension } = await readingOf(ctx, name, look, []);
		strays.set(name, extension?.id === name ? extension : null);
	}
	const asArchived = new Set(names.filter((name) => !strays.has(name)));
	const byHand = [...strays.values()].filter((extension) => extension !== null);
	let tables: readonly string[] | undefined;
	const beside = async (extension: Extension): Promise<readonly StoredExtension[]> => {
		tables ??= readTablesInPlace(databaseUrl);
		const mentioned = tables.filter(mentionsTable(extension));
		const named = mentioned.map((value) => ({ kind: "table", value }));
		const claimants = await Promise.all(
			readClaimants(databaseUrl, extension.id, [...interestsOf(extension), ...named]).map(readable),
		);
		const ours = [...claimants, ...unindexed].filter(({ id }) => !strays.get(id));
		const others = [...ours, ...byHand].filter(({ id }) => id !== extension.id);
		return others.map(withoutAgents).sort((one, other) => (one.id < other.id ? -1 : 1));
	};
	return { strays, asArchived, managed, unindexed, beside };
}

/** What a newer Graft stored is read from its archive, by the rules that the others are compared by; once in each look. */
function reader(ctx: Context): (archived: ArchivedExtension) => Promise<StoredExtension> {
	const known = new Map<string, Promise<StoredExtension>>();
	return async (archived) => {
		const stored = readStored(archived);
		if (isReadable(stored)) return stored;
		const { sha256 } = archived;
		const read = known.get(sha256) ?? readAgainOr(ctx, sha256, stored);
		known.set(sha256, read);
		return read;
	};
}

/** What each has for agents can be thousands of files, and all of this is handed to a worker, time and again. */
function withoutAgents(extension: StoredExtension): StoredExtension {
	if (!isReadable(extension)) return extension;
	return { ...extension, parts: { ...extension.parts, agents: { windows: [], unix: [] } } };
}

/** Of folders that are not among them, the archive tells. */
async function looksAt(
	ctx: Context,
	how: Look,
	names: readonly string[],
	trees: ReadonlyMap<string, string>,
): Promise<ReadonlyMap<string, FolderDigest>> {
	if (how === "now") return freshDigestsOf(ctx, names);
	const byHand = names.filter((name) => !trees.has(name));
	if (how === "lately") {
		const ours = await recentDigestsOf(ctx, names);
		return new Map([...ours, ...(await digestsOf(ctx, byHand))]);
	}
	const drifted = new Set(readDrifted(ctx.paths.databaseUrl, ctx.paths.extensions));
	return digestsOf(ctx, [...byHand, ...names.filter((name) => drifted.has(name))]);
}

/**
 * Reads something beside its neighbours. Who they are only the reading itself says: where more of them matter than those
 * of what it `likely` is, it is read once more.
 */
export async function readBeside<Read>(
	{ beside }: Surroundings,
	read: (neighbours: readonly StoredExtension[]) => Promise<Read>,
	extensionIn: (read: Read) => Extension | null,
	likely: Extension | null = null,
): Promise<Read> {
	const first = likely === null ? [] : await beside(likely);
	const done = await read(first);
	const extension = extensionIn(done);
	const others = extension === null ? [] : await beside(extension);
	const known = new Set(first.map(({ id }) => id));
	return others.every(({ id }) => known.has(id)) ? done : read(others);
}
