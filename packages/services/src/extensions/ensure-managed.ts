import type { LoadedExtension } from "../catalogue/load-extension.ts";
import type { Context } from "../context/context.ts";
import { mendFolder } from "./mend-folder.ts";

/** An extension whose folder came by hand is adopted before anything is done with it, so that it can be undone. */
export async function ensureManaged(ctx: Context, loaded: LoadedExtension): Promise<void> {
	if (loaded.row === null) await mendFolder({ ctx, input: { folder: loaded.extension.id } });
}
