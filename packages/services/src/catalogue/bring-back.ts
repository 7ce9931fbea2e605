import type { Context } from "../context/context.ts";
import { asOwnerOf } from "../files/as-owner.ts";
import { readTree, writeTree } from "../files/copy-tree.ts";
import { fillStaged, openStage, swap } from "../files/stage.ts";
import type { Operation } from "../running/run-operation.ts";
import { digestOnDisk } from "./place-version.ts";

/** Puts what `keepAside` kept back into the folder `name`, in exchange for what is there now. */
export async function bringBack(
	ctx: Context,
	operation: Operation,
	name: string,
	kept: string,
): Promise<void> {
	const tree = await asOwnerOf(ctx.paths.home, () => readTree(kept));
	const stage = await openStage(ctx.paths, operation.id);
	await fillStaged(stage, name, (folder) => writeTree(folder, tree));
	const isThere = (await digestOnDisk(ctx, name)) !== undefined;
	await swap(stage, { away: isThere ? [name] : [], put: [name] });
}
