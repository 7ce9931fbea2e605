import type { Extension } from "@graft/core/domain/extension";
import { type ManagedRow, readManaged } from "@graft/database/quick-look";
import * as z from "zod";
import { type Call, parseInput } from "../context.ts";
import { seenOnServers, serversOf } from "../servers/seen-on-servers.ts";
import { isActive, noteOn, seeActivations, whoSays } from "../tables/activations.ts";
import { problemSettler } from "../tables/settle-problems.ts";
import { type ExtensionSummary, summaryOf } from "./extension-summary.ts";
import { folderProblems } from "./folder-problems.ts";
import { type BrokenFolder, describeBroken, isBroken } from "./mend-of.ts";
import { archivesBeside, readFolders } from "./read-folders.ts";
import { storedExtension, storedProblems } from "./stored.ts";

export const listExtensionsInput = z.object({});

/** Every extension, and every folder that should be one and is not, with the reason and a way to mend it. */
export async function listExtensions({ ctx, input }: Call<typeof listExtensionsInput>): Promise<{
	extensions: readonly ExtensionSummary[];
	broken: readonly BrokenFolder[];
	/** Names of archives that lie beside the folders, where nothing reads them. */
	archives: readonly string[];
	/** What a person should know of what they see; null where it is all there. */
	note: string | null;
}> {
	parseInput(listExtensionsInput, input);
	const rows = readManaged(ctx.paths.databaseUrl);
	const [beside, folders, servers, counted, activations] = await Promise.all([
		archivesBeside(ctx.paths),
		readFolders(ctx),
		seenOnServers(ctx),
		ctx.database.archive.groupBy({ by: ["extensionId"], _count: true }),
		seeActivations(ctx),
	]);
	const counts = new Map(counted.map((row) => [row.extensionId, row._count]));
	const digests = new Map(folders.map(({ folder, digest }) => [folder, digest]));
	const known = (extension: Extension, row: ManagedRow | null) => ({
		active: isActive(activations, extension, row),
		activeBy: whoSays(activations, extension),
		versions: counts.get(extension.id) ?? 0,
		servers: serversOf(servers, extension),
	});

	const settle = problemSettler(ctx);
	const managed = rows.map(async (row: ManagedRow) => {
		const settled = await settle(row.platform, storedProblems(row.problems));
		const problems = [...folderProblems(row, digests.get(row.id)), ...settled];
		const extension = storedExtension(row.archive.extension);
		return summaryOf(extension, row, { ...known(extension, row), problems });
	});
	const byHand = folders.flatMap((found) => {
		const { extension, problems } = found.reading;
		if (found.row !== null || extension === null || isBroken(found)) return [];
		return settle(extension.platform, problems).then((settled) =>
			summaryOf(extension, null, { ...known(extension, null), problems: settled }),
		);
	});
	const all = await Promise.all([...managed, ...byHand]);
	const archives = new Map(rows.map((row) => [row.id, row.archive]));
	return {
		extensions: all.sort((one, other) => (one.id < other.id ? -1 : 1)),
		broken: folders
			.filter(isBroken)
			.map((found) => describeBroken(found, folders, (id) => archives.get(id))),
		archives: beside,
		note: noteOn(activations),
	};
}
