import type { Extension } from "@graft/core/domain/extension";
import { readClaimants, readDrifted, readTablesInPlace } from "@graft/database/archive-index";
import { readManagedIds } from "@graft/database/quick-look";
import type { Context } from "../context.ts";
import { interestsOf, mentionsTable } from "./claims.ts";
import { digestsOf, recentDigestsOf } from "./folder-digests.ts";
import { folderNames } from "./folder-names.ts";
import { ensureIndexed } from "./index-archives.ts";
import { readingOf } from "./readings.ts";
import { storedExtension } from "./stored.ts";

/** Every extension that is in its place, managed or come by hand: whose tables, sections and names are taken. */
export interface Surroundings {
	/** Folders of which no archive tells what is in them: they came by hand, or somebody changed them. */
	readonly strays: ReadonlyMap<string, Extension | null>;
	/** Names of folders that are as their archives are. */
	readonly asArchived: ReadonlySet<string>;
	/** Those that could stumble on this extension, or it on them. */
	beside(extension: Extension): readonly Extension[];
}

/**
 * `now`: looks at every folder, for what is decided by it. `seen`: for what is only shown, folders of ours count as they
 * were last seen; those that came by hand are looked at.
 */
export async function lookAround(ctx: Context, how: "now" | "seen" = "now"): Promise<Surroundings> {
	const { databaseUrl } = ctx.paths;
	await ensureIndexed(ctx);
	const names = await folderNames(ctx.paths);
	const trees = new Map(readManagedIds(databaseUrl).map((row) => [row.id, row.treeSha256]));
	const suspects = how === "now" ? await changedNow(ctx, names, trees) : changedAsSeen(ctx, trees);
	const strays = new Map<string, Extension | null>();
	const looked = await digestsOf(
		ctx,
		names.filter((name) => !trees.has(name) || suspects.has(name)),
	);
	for (const [name, look] of looked) {
		if (trees.get(name) === look.digest) continue;
		const { extension } = await readingOf(ctx, name, look, []);
		strays.set(name, extension?.id === name ? extension : null);
	}
	const asArchived = new Set(names.filter((name) => !strays.has(name)));
	const byHand = [...strays.values()].filter((extension) => extension !== null);
	const tables = readTablesInPlace(databaseUrl);
	const beside = (extension: Extension): readonly Extension[] => {
		const mentioned = tables.filter(mentionsTable(extension));
		const named = mentioned.map((value) => ({ kind: "table", value }));
		const claimants = readClaimants(databaseUrl, [...interestsOf(extension), ...named])
			.filter(({ id }) => id !== extension.id && asArchived.has(id))
			.map((row) => storedExtension(row.extension));
		return [...claimants, ...byHand.filter(({ id }) => id !== extension.id)].sort((one, other) =>
			one.id < other.id ? -1 : 1,
		);
	};
	return { strays, asArchived, beside };
}

async function changedNow(
	ctx: Context,
	names: readonly string[],
	trees: ReadonlyMap<string, string>,
): Promise<ReadonlySet<string>> {
	const ours = names.filter((name) => trees.has(name));
	const looks = await recentDigestsOf(ctx, ours);
	return new Set(ours.filter((name) => looks.get(name)?.digest !== trees.get(name)));
}

function changedAsSeen(
	{ paths }: Context,
	trees: ReadonlyMap<string, string>,
): ReadonlySet<string> {
	const drifted = readDrifted(paths.databaseUrl, paths.extensions);
	return new Set(drifted.filter((id) => trees.has(id)));
}

/**
 * Reads something beside its neighbours. Who they are only the reading itself says: where more of them matter than those
 * of what it `likely` is, it is read once more.
 */
export async function readBeside<Read>(
	{ beside }: Surroundings,
	read: (neighbours: readonly Extension[]) => Promise<Read>,
	extensionIn: (read: Read) => Extension | null,
	likely: Extension | null = null,
): Promise<Read> {
	const first = likely === null ? [] : beside(likely);
	const done = await read(first);
	const extension = extensionIn(done);
	const others = extension === null ? [] : beside(extension);
	const known = new Set(first.map(({ id }) => id));
	return others.every(({ id }) => known.has(id)) ? done : read(others);
}
