import { join } from "node:path";
import type { Paths } from "../context/paths.ts";
import { isForeign } from "./as-owner.ts";

/** The one that root has on servers too. */
const stateOfRoot = "/var/lib/graft";

/**
 * Where receipts of this machine's own server parts lie. They say what may be taken away again, so root keeps its own
 * where nobody else can write them.
 */
export async function stateFolderOf({ home }: Paths): Promise<string> {
	return (await isForeign(home)) ? stateOfRoot : join(home, "state");
}
