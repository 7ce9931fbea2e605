import { isReadable } from "@graft/core/domain/extension";
import { readManaged } from "@graft/database/quick-look";
import { lookAround } from "../catalogue/neighbours.ts";
import { storedCodes } from "../catalogue/stored.ts";
import { readStored, storedByNewer } from "../catalogue/stored-extension.ts";
import type { Context } from "../context/context.ts";
import type { KnownSubject, Subject } from "./prove-extensions.ts";

/** Every extension that is here: those in Graft's care, and those whose folders came by hand. By id. */
export async function readSubjects(ctx: Context): Promise<Subject[]> {
	const { strays } = await lookAround(ctx, "seen");
	const managed = readManaged(ctx.paths.databaseUrl).map(({ archive, active }) => ({
		extension: readStored(archive),
		active,
		accepted: storedCodes(archive.accepted),
	}));
	const ids = new Set(managed.map(({ extension }) => extension.id));
	const byHand = [...strays.values()].flatMap((extension) =>
		extension === null || ids.has(extension.id) ? [] : [{ extension, active: false, accepted: [] }],
	);
	return [...managed, ...byHand].sort((one, other) =>
		one.extension.id < other.extension.id ? -1 : 1,
	);
}

/** Throws GraftError "refused" for one that a newer Graft stored. */
export async function findSubject(ctx: Context, id: string): Promise<KnownSubject | undefined> {
	const found = (await readSubjects(ctx)).find(({ extension }) => extension.id === id);
	if (found === undefined) return undefined;
	const { extension, ...rest } = found;
	if (!isReadable(extension)) throw storedByNewer(extension);
	return { ...rest, extension };
}
