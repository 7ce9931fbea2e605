import type { Archive } from "@graft/core/domain/archive";
import { GraftError } from "@graft/core/domain/errors";
import type { Extension } from "@graft/core/domain/extension";
import { findManaged, readManagedIds } from "@graft/database/quick-look";
import * as z from "zod";
import { keepArchive, readKeptArchive } from "../catalogue/archive-store.ts";
import { indexNow } from "../catalogue/index-archives.ts";
import { keepAside } from "../catalogue/keep-aside.ts";
import { placeVersion } from "../catalogue/place-version.ts";
import { type FoundFolder, readFolders } from "../catalogue/read-folders.ts";
import { storedCodes } from "../catalogue/stored.ts";
import { type Call, type Context, parseInput } from "../context/context.ts";
import { folderName } from "../context/input-parts.ts";
import { extensionFolder } from "../context/paths.ts";
import { requireAdministrator } from "../context/require-administrator.ts";
import { openStage, swap } from "../files/stage.ts";
import { type Operation, type Outcome, runOperation } from "../running/run-operation.ts";
import { holderOf, type Mend, mendOf } from "./mend-of.ts";

export const mendFolderInput = z.object({ folder: folderName });

export interface Mended {
	readonly mend: Mend;
	/** The folder that it is now; null where it was set aside. */
	readonly folder: string | null;
}

/** Does to a folder that came by hand what the list offers for it; nothing of it is lost. */
export async function mendFolder({ ctx, input }: Call<typeof mendFolderInput>): Promise<Mended> {
	await requireAdministrator(ctx, "repair a folder");
	const { folder } = parseInput(mendFolderInput, input);
	const found = (await readFolders(ctx)).find((each) => each.folder === folder);
	const extensionId = found?.reading.extension?.id ?? folder;
	const mended = await runOperation(ctx, { kind: "mend", extensionId }, (operation) =>
		mendAlone(ctx, operation, folder),
	);
	await indexNow(ctx);
	return mended;
}

async function mendAlone(
	ctx: Context,
	operation: Operation,
	folder: string,
): Promise<Outcome<Mended>> {
	const folders = await readFolders(ctx);
	const found = folders.find((each) => each.folder === folder);
	if (found === undefined) {
		throw new GraftError("not-found", `There is no folder ${folder} in ${ctx.paths.extensions}.`, {
			hint: "Look at the list again.",
		});
	}
	const rows = readManagedIds(ctx.paths.databaseUrl);
	const archives = new Map(rows.map((row) => [row.id, row]));
	const mend = mendOf(found, folders.map(holderOf), (id) => archives.get(id));
	const { extension } = found.reading;
	if (mend === null) {
		throw new GraftError("refused", `The folder ${folder} has nothing to repair here.`, {
			hint: "Choose a version of the extension: that restores its archive's content.",
			problems: found.reading.problems,
		});
	}
	if (mend === "set-aside" || extension === null) return setAside(ctx, operation, folder);
	return adopt(ctx, operation, mend, found, extension);
}

async function setAside(
	ctx: Context,
	operation: Operation,
	folder: string,
): Promise<Outcome<Mended>> {
	const stage = await openStage(ctx.paths, operation.id);
	const kept = await keepAside(ctx, folder);
	await swap(stage, { away: [folder], put: [] });
	return {
		result: { mend: "set-aside", folder: null },
		summary: `The folder ${folder} was set aside; it is kept in ${kept}.`,
		writes: [],
	};
}

async function adopt(
	ctx: Context,
	operation: Operation,
	mend: Mend,
	found: FoundFolder,
	extension: Extension,
): Promise<Outcome<Mended>> {
	const { folder, reading } = found;
	const { id } = extension;
	const archive = await archiveOf(ctx, found);
	const row = findManaged(ctx.paths.databaseUrl, id);
	const known = await ctx.database.archive.findUnique({ where: { sha256: archive.sha256 } });
	const accepted = known === null ? [] : storedCodes(known.accepted);
	const version = { archive, extension, problems: reading.problems, accepted, fileName: null };
	const insteadOf = folder === id ? [] : [folder];
	const { writes } = await placeVersion(ctx, operation, version, row, insteadOf);
	return {
		result: { mend, folder: id },
		summary: `The folder ${folder} is now version ${extension.version} of ${id}.`,
		writes,
	};
}

/** The kept archive that holds just this, or a new one of it, kept. */
async function archiveOf(ctx: Context, { folder, digest, reading }: FoundFolder): Promise<Archive> {
	const extensionId = reading.extension?.id ?? folder;
	const known = await ctx.database.archive.findFirst({
		where: { extensionId, treeSha256: digest ?? "" },
	});
	if (known !== null) return readKeptArchive(ctx, known.sha256);
	const path = extensionFolder(ctx.paths, folder);
	const { zip, archive } = await ctx.runTask("packFolder", path, extensionId);
	await keepArchive(ctx.paths, archive, zip);
	return archive;
}
