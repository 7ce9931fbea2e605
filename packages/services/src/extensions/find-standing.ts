import { findManaged } from "@graft/database/quick-look";
import { lookAround } from "../catalogue/neighbours.ts";
import type { Context } from "../context/context.ts";
import { isActive, seeActivations } from "../links/activations.ts";

/** What of an extension has its place now. */
export interface Standing {
	readonly version: string;
	readonly active: boolean;
}

/** Reads no archive for it; null where there is no such extension. */
export async function findStanding(ctx: Context, id: string): Promise<Standing | null> {
	const row = findManaged(ctx.paths.databaseUrl, id);
	const found = row ?? (await lookAround(ctx, "seen")).strays.get(id) ?? null;
	if (found === null) return null;
	const version = "archive" in found ? found.archive.version : found.version;
	return { version, active: isActive(await seeActivations(ctx), found, row) };
}
