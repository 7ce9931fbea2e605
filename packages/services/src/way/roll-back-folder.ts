import { findManaged, type ManagedRow } from "@graft/database/quick-look";
import { readKeptArchive } from "../catalogue/archive-store.ts";
import { bringBack } from "../catalogue/bring-back.ts";
import { forgetAside } from "../catalogue/keep-aside.ts";
import { knownExtension } from "../catalogue/known-extension.ts";
import { placeVersion } from "../catalogue/place-version.ts";
import { storedCodes, storedProblems } from "../catalogue/stored.ts";
import { storedExtension } from "../catalogue/stored-extension.ts";
import type { Context } from "../context/context.ts";
import { rowsGone, takeFolderAway } from "../extensions/forget-extension.ts";
import { runOperation } from "../running/run-operation.ts";

/** As it was judged when it was put there: it is not judged anew. */
export async function restoreVersion(ctx: Context, former: ManagedRow): Promise<void> {
	const { id, archive: row } = former;
	await runOperation(ctx, { kind: "switch-version", extensionId: id }, async (operation) => {
		const version = {
			archive: await readKeptArchive(ctx, row.sha256),
			extension: storedExtension(row.extension),
			problems: storedProblems(former.problems),
			accepted: storedCodes(row.accepted),
			fileName: row.fileName,
		};
		const now = findManaged(ctx.paths.databaseUrl, id);
		const { writes } = await placeVersion(ctx, operation, version, now);
		return { result: undefined, summary: `Version ${row.version} was restored.`, writes };
	});
}

export async function takeBackImport(ctx: Context, id: string): Promise<void> {
	await runOperation(ctx, { kind: "remove", extensionId: id }, async (operation) => {
		await takeFolderAway(ctx, operation, id, await knownExtension(ctx, id));
		const writes = rowsGone(ctx, id);
		return { result: undefined, summary: "Its import was rolled back.", writes };
	});
}

/** As somebody had put it there by hand, or changed it. */
export async function bringBackFolder(ctx: Context, id: string, kept: string): Promise<void> {
	await runOperation(ctx, { kind: "mend", extensionId: id }, async (operation) => {
		await bringBack(ctx, operation, id, kept);
		return {
			result: undefined,
			summary: "The earlier content of its folder was restored.",
			writes: [],
		};
	});
	await forgetAside(ctx.paths, kept);
}
