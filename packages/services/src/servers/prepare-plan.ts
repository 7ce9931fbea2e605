import type { Connection } from "@graft/core/connections/connection";
import { GraftError } from "@graft/core/domain/errors";
import type { PreparedPlan, ServiceStep } from "@graft/core/domain/plan";
import type { Problem } from "@graft/core/domain/problem";
import { preparePlan } from "@graft/core/drivers/files/plan/look";
import type { FilesPlace, Given } from "@graft/core/platforms/place";
import * as z from "zod";
import { type LoadedExtension, loadExtension } from "../catalogue/load-extension.ts";
import type { Context } from "../context/context.ts";
import { acceptedCodes, extensionId } from "../context/input-parts.ts";
import { serverAddress } from "../context/server-address.ts";
import { problemsElsewhere } from "./problems-elsewhere.ts";
import { findSource, loadSource, type ServerSource, sourceOf } from "./server-work.ts";

/** What is to become of one extension on one server. */
export const serverChangeInput = z.object({
	id: extensionId,
	server: serverAddress,
	goal: z.enum(["present", "absent"]),
	/** Where it could not be found out from the server's own configuration. */
	serverDir: z.string().min(1).max(4096).optional(),
	/** Reload the server's service in the end. */
	reload: z.boolean().optional(),
	/** On the way out, reload also where nothing is there any more: it was taken off without. */
	reloadPending: z.boolean().default(false),
	accept: acceptedCodes,
});

export type ServerChange = z.output<typeof serverChangeInput>;

/** What the change is made from; `loaded` is null where the extension only has to go. */
export interface ChangeSource extends ServerSource {
	readonly loaded: LoadedExtension | null;
	/** What it lacks in other places. */
	readonly elsewhere: readonly Problem[];
}

export interface PreparedChange extends PreparedPlan {
	/** About the server part of the extension, and about the server itself. */
	readonly problems: readonly Problem[];
	/** Of several servers, those of a lower number are changed first. */
	readonly turn: number;
}

/** The extension in place; for one that only has to go, what a receipt on the server says is enough. */
export async function sourceOfChange(
	ctx: Context,
	connection: Connection,
	change: Pick<ServerChange, "id" | "goal" | "serverDir" | "reload" | "accept">,
): Promise<ChangeSource> {
	const { id, goal } = change;
	if (goal === "absent") {
		const source = await sourceToRemove(ctx, connection, givenOf(change), id);
		return { ...source, loaded: null, elsewhere: [] };
	}
	const loaded = await loadExtension(ctx, id);
	return sourceToPlace(ctx, loaded, change.accept);
}

/** From what is here, or would be. */
export async function sourceToPlace(
	ctx: Context,
	loaded: LoadedExtension,
	accept: readonly string[],
): Promise<ChangeSource> {
	const accepted = [...loaded.accepted, ...accept];
	return {
		...sourceOf(loaded),
		loaded,
		elsewhere: await problemsElsewhere(ctx, loaded, accepted),
	};
}

/** Looks at the server; changes nothing there. */
export async function prepareChange(
	connection: Connection,
	{ place, extension, tree, loaded, elsewhere }: ChangeSource,
	change: Pick<ServerChange, "goal" | "serverDir" | "reload"> &
		Partial<Pick<ServerChange, "reloadPending">>,
): Promise<PreparedChange> {
	const facts = await place.discover(connection, givenOf(change));
	const serverPart = place.wanted(extension, tree, facts);
	const { goal, reloadPending = false } = change;
	const content = (goal === "present" ? loaded?.content : null) ?? null;
	const looked = { connection, extension, content, serverPart, facts };
	const prepared = await preparePlan({ ...looked, goal, reloadPending });
	const own = loaded?.problems.filter(({ part }) => part === "server") ?? [];
	const { steps, leaves: left } = prepared.plan;
	// Where nothing is done, nothing keeps it back.
	const about = elsewhere.filter(({ severity }) => severity === "info" || steps.length > 0);
	// What this very plan mends or takes away is no reason to hesitate.
	const mended = new Set<string>([
		...steps.map(({ target }) => target),
		...(left?.files ?? []).map(({ path }) => path),
	]);
	const standing = facts.problems.filter(({ path }) => !mended.has(path));
	const turn = place.turn?.(facts) ?? 0;
	const here = goal === "present" ? (serverPart.problems ?? []) : [];
	const goes = goal === "absent" && steps.length > 0;
	const missed = goes ? ((await place.inUse?.(connection, extension, facts)) ?? []) : [];
	return { ...prepared, problems: [...own, ...here, ...standing, ...about, ...missed], turn };
}

/** The service that reads this place, found out anew: what a server wrote down of it is not believed. */
export async function serviceThere(
	connection: Connection,
	place: FilesPlace,
	change: Pick<ServerChange, "serverDir">,
): Promise<ServiceStep | null> {
	if (place.service === undefined) return null;
	return place.service(await place.discover(connection, givenOf(change)));
}

function givenOf({
	serverDir,
	reload,
}: Pick<ServerChange, "serverDir"> & { readonly reload?: boolean | undefined }): Given {
	return {
		...(serverDir === undefined ? {} : { serverDir }),
		...(reload === undefined ? {} : { reload }),
	};
}

async function sourceToRemove(
	ctx: Context,
	connection: Connection,
	given: Given,
	id: string,
): Promise<ServerSource> {
	try {
		return await loadSource(ctx, id);
	} catch (error) {
		if (!(error instanceof GraftError)) throw error;
		const found = await findSource(connection, given, id);
		if (found === undefined) throw error;
		return found;
	}
}
