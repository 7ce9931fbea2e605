import { extensionFormat, isReadable } from "@graft/core/domain/extension";
import { findExtensions, type LooseExtension } from "@graft/database/find-extensions";
import { countArchives, type ManagedRow, readManagedOf } from "@graft/database/quick-look";
import * as z from "zod";
import { indexOf, wordsIn } from "../catalogue/claims.ts";
import { type ExtensionSummary, summaryOf } from "../catalogue/extension-summary.ts";
import { digestsOf } from "../catalogue/folder-digests.ts";
import { archivesBeside } from "../catalogue/folder-names.ts";
import { folderProblems } from "../catalogue/folder-problems.ts";
import { lookAround, type Surroundings } from "../catalogue/neighbours.ts";
import { type FoundFolder, forgetGone, readFoldersOf } from "../catalogue/read-folders.ts";
import { seenOnServers, serversOf } from "../catalogue/seen-on-servers.ts";
import { storedProblems } from "../catalogue/stored.ts";
import { newerProblems, readStored } from "../catalogue/stored-extension.ts";
import { type Call, type Context, parseInput } from "../context/context.ts";
import {
	type AllActivations,
	isActive,
	noteOn,
	seeActivations,
	whoSays,
} from "../links/activations.ts";
import { linkedSchemaVersions, problemSettler } from "../links/settle-problems.ts";
import { type BrokenFolder, describeBroken, holderOf, isBroken } from "./mend-of.ts";

export const listExtensionsInput = z.object({
	/** Left out: all of them. */
	page: z.int().min(1).optional(),
	pageSize: z.int().min(1).max(500).default(50),
	sort: z.enum(["id", "name", "newest", "problems"]).default("id"),
	/** Words of which each must occur in the id, the name or the description. */
	search: z.string().max(200).default(""),
	platform: z.string().max(100).optional(),
	/** `servers`: on one at least. `attention`: with a warning, or not as it should be on a server. */
	state: z.enum(["active", "inactive", "servers", "attention"]).optional(),
});

type Asked = z.output<typeof listExtensionsInput>;

export interface ExtensionList {
	readonly extensions: readonly ExtensionSummary[];
	/** Every folder that should be an extension and is not, with the reason and a way to mend it. */
	readonly broken: readonly BrokenFolder[];
	/** Names of archives that lie beside the folders, where nothing reads them. */
	readonly archives: readonly string[];
	/** What a person should know of what they see; null where it is all there. */
	readonly note: string | null;
	/** How many are as was asked, on all pages. */
	readonly found: number;
	/** How many there are, and how many of them Graft keeps a version of. */
	readonly total: number;
	readonly managed: number;
}

/** The extensions that are asked for. What is on the page is looked at; the rest too, where its order depends on that. */
export async function listExtensions({
	ctx,
	input,
}: Call<typeof listExtensionsInput>): Promise<ExtensionList> {
	const asked = parseInput(listExtensionsInput, input);
	const isOfAll =
		asked.page === undefined || asked.sort === "problems" || asked.state === "attention";
	const [archives, activations, around] = await Promise.all([
		archivesBeside(ctx.paths),
		seeActivations(ctx),
		lookAround(ctx, isOfAll ? "now" : "seen"),
	]);
	if (isOfAll) forgetGone(ctx, around);
	const strays = await readFoldersOf(ctx, around, [...around.strays.keys()]);
	const loose = strays.filter((found) => found.row === null && !isBroken(found));
	const { ids, found } = await find(ctx, asked, { around, activations, loose });
	return {
		extensions: await summaries(ctx, ids, { around, activations, loose }),
		broken: brokenAmong(strays, around),
		archives,
		note: noteOn(activations),
		found,
		total: around.managed.length + loose.length,
		managed: around.managed.length,
	};
}

interface Known {
	readonly around: Surroundings;
	readonly activations: AllActivations;
	/** Usable ones whose folders came by hand. */
	readonly loose: readonly FoundFolder[];
}

async function find(
	ctx: Context,
	{ page, pageSize, sort, search, platform, state }: Asked,
	{ around, activations, loose }: Known,
) {
	const countsProblems = sort === "problems" || state === "attention";
	const settle = problemSettler(ctx);
	const entries = loose.map(async ({ reading }): Promise<LooseExtension[]> => {
		const { extension, problems } = reading;
		if (extension === null) return [];
		const { id, version } = extension;
		const { sortName, words } = indexOf(extension);
		const settled = countsProblems ? await settle(extension.platform, problems) : [];
		const grave = settled.filter(({ severity }) => severity !== "info").length;
		const active = isActive(activations, extension, null);
		return [{ id, platform: extension.platform, version, sortName, words, active, grave }];
	});
	return findExtensions(
		ctx.paths.databaseUrl,
		{
			...{ sort, platform: platform ?? null, state: state ?? null, words: wordsIn(search) },
			limit: page === undefined ? null : pageSize,
			offset: ((page ?? 1) - 1) * pageSize,
		},
		{
			loose: (await Promise.all(entries)).flat(),
			unlike: around.managed.flatMap(({ id }) => (around.asArchived.has(id) ? [] : [id])),
			schemaVersions: countsProblems ? await linkedSchemaVersions(ctx) : new Map(),
			format: extensionFormat,
		},
	);
}

/** In the order of `ids`. */
async function summaries(
	ctx: Context,
	ids: readonly string[],
	{ around, activations, loose }: Known,
): Promise<ExtensionSummary[]> {
	const rows = new Map(readManagedOf(ctx.paths.databaseUrl, ids).map((row) => [row.id, row]));
	const there = ids.filter((id) => around.asArchived.has(id) || around.strays.has(id));
	const servers = seenOnServers(ctx, ids);
	const counts = countArchives(ctx.paths.databaseUrl, ids);
	const digests = await digestsOf(ctx, there);
	const byHand = new Map(loose.map(({ folder, reading }) => [folder, reading]));
	const settle = problemSettler(ctx);
	const all = ids.map(async (id) => {
		const row = rows.get(id) ?? null;
		const told = row === null ? byHand.get(id) : toldOf(row);
		if (told === undefined || told.extension === null) return [];
		const { extension, problems: found } = told;
		const onDisk = row === null ? [] : folderProblems(row, digests.get(id)?.digest);
		return [
			summaryOf(extension, row, {
				active: isActive(activations, extension, row),
				activeBy: whoSays(activations, extension),
				versions: counts.get(id) ?? 0,
				problems: [...onDisk, ...(await settle(extension.platform, found))],
				servers: serversOf(servers, extension),
			}),
		];
	});
	return (await Promise.all(all)).flat();
}

/** Of one that a newer Graft stored, no more than that. */
function toldOf({ archive, problems }: ManagedRow) {
	const stored = readStored(archive);
	if (isReadable(stored)) return { extension: stored, problems: storedProblems(problems) };
	const extension = { ...stored, name: stored.id, description: "" };
	return { extension, problems: newerProblems(stored) };
}

function brokenAmong(
	strays: readonly FoundFolder[],
	{ asArchived, managed }: Surroundings,
): BrokenFolder[] {
	const broken = strays.filter(isBroken);
	if (broken.length === 0) return [];
	const holders = [
		...strays.map(holderOf),
		...[...asArchived].map((folder) => ({ folder, id: folder })),
	];
	const archives = new Map(managed.map((row) => [row.id, row]));
	return broken.map((found) => describeBroken(found, holders, (id) => archives.get(id)));
}
