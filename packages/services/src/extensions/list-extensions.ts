import { type ManagedRow, readManaged } from "@graft/database/quick-look";
import * as z from "zod";
import { type Call, parseInput } from "../context.ts";
import { seenOnServers } from "../servers/seen-on-servers.ts";
import { type ExtensionSummary, summaryOf } from "./extension-summary.ts";
import { folderProblems } from "./folder-problems.ts";
import { type BrokenFolder, describeBroken, isBroken } from "./mend-of.ts";
import { readFolders } from "./read-folders.ts";
import { storedExtension, storedProblems } from "./stored.ts";

export const listExtensionsInput = z.object({});

/** Every extension, and every folder that should be one and is not, with the reason and a way to mend it. */
export async function listExtensions({ ctx, input }: Call<typeof listExtensionsInput>): Promise<{
	extensions: readonly ExtensionSummary[];
	broken: readonly BrokenFolder[];
}> {
	parseInput(listExtensionsInput, input);
	const rows = readManaged(ctx.paths.databaseUrl);
	const [folders, servers, counted] = await Promise.all([
		readFolders(ctx),
		seenOnServers(ctx),
		ctx.database.archive.groupBy({ by: ["extensionId"], _count: true }),
	]);
	const counts = new Map(counted.map((row) => [row.extensionId, row._count]));
	const digests = new Map(folders.map(({ folder, digest }) => [folder, digest]));
	const known = (id: string) => ({
		versions: counts.get(id) ?? 0,
		servers: servers.get(id) ?? [],
	});

	const managed = rows.map((row: ManagedRow) => {
		const problems = [...folderProblems(row, digests.get(row.id)), ...storedProblems(row.problems)];
		const extension = storedExtension(row.archive.extension);
		return summaryOf(extension, row, { ...known(row.id), problems });
	});
	const byHand = folders.flatMap((found) => {
		const { extension, problems } = found.reading;
		if (found.row !== null || extension === null || isBroken(found)) return [];
		return [summaryOf(extension, null, { ...known(extension.id), problems })];
	});
	const archives = new Map(rows.map((row) => [row.id, row.archive]));
	return {
		extensions: [...managed, ...byHand].sort((one, other) => (one.id < other.id ? -1 : 1)),
		broken: folders
			.filter(isBroken)
			.map((found) => describeBroken(found, folders, (id) => archives.get(id))),
	};
}
