import type { Connection } from "../../../connections/connection.ts";
import type { Extension } from "../../../domain/extension.ts";
import type { Goal, Place, PreparedPlan, Receipt } from "../../../domain/plan.ts";
import type { Facts, ServerPart } from "../wanted.ts";
import { type Built, readBuilt } from "./built.ts";
import { computePlan } from "./compute-plan.ts";
import { pathsToObserve } from "./folders.ts";
import { afterRecovery, type Observed, observe, type PathsToObserve } from "./observe.ts";
import { placeOf } from "./place.ts";
import { readInterrupted } from "./read-interrupted.ts";
import { readShared } from "./read-shared.ts";
import { readReceipts, receiptPath } from "./receipts.ts";
import type { Texts } from "./shared.ts";
import { compareFiles, type PlaceStatus } from "./status.ts";

export interface LookInput {
	readonly connection: Connection;
	readonly extension: Pick<Extension, "platform" | "id" | "version">;
	readonly serverPart: ServerPart;
	readonly facts: Facts;
}

interface Seen {
	readonly place: Place;
	readonly receipts: readonly Receipt[];
	readonly own: Receipt | undefined;
	readonly observed: Observed;
	readonly texts: Texts;
	readonly built: Built;
	readonly notes: readonly string[];
}

/** Looks at the server and says what would have to be done. Changes nothing there. */
export async function preparePlan(
	input: LookInput & {
		readonly goal: Goal;
		readonly content?: string | null;
		readonly reloadPending?: boolean;
	},
): Promise<PreparedPlan> {
	const { place, receipts, observed, texts, built, notes } = await look(input);
	return computePlan({
		goal: input.goal,
		extension: input.extension,
		content: input.content ?? null,
		serverPart: input.serverPart,
		...{ observed, texts, built, receipts },
		server: input.connection.label,
		place,
		notes: [...input.facts.notes, ...notes],
		reloadPending: input.reloadPending ?? false,
	});
}

/** What is there, by content. */
export async function readStatus(input: LookInput): Promise<PlaceStatus> {
	const { own, ...seen } = await look(input);
	return compareFiles(input.extension, input.serverPart, own, seen);
}

async function look({ connection, extension, serverPart, facts }: LookInput): Promise<Seen> {
	const place = placeOf(connection, extension.platform, facts);
	const wanted = pathsToObserve(serverPart, undefined);
	// Most know no more than the extension's own files: one look at once, and only then at what a receipt adds.
	const [found, interrupted, first, built] = await Promise.all([
		readReceipts(connection, place),
		readInterrupted(connection, place),
		observe(connection, wanted),
		serverPart.build === undefined ? {} : readBuilt(connection, place),
	]);
	const shared = await readShared(connection, serverPart.shared ?? [], interrupted);
	const finished = interrupted?.phase === "committed" ? interrupted.journal : undefined;
	const receipts = finished
		? [
				...found.receipts.filter(
					(receipt) => receiptPath(place, receipt.extension.id) !== finished.receiptPath,
				),
				...(finished.receipt ? [finished.receipt] : []),
			]
		: found.receipts;
	const own = receipts.find((receipt) => receipt.extension.id === extension.id);
	const observed = new Map([
		...first,
		...shared.observed,
		...(await observe(connection, without(pathsToObserve(serverPart, own), first))),
	]);
	return {
		place,
		receipts,
		own,
		...{ texts: shared.texts, built },
		observed: interrupted ? afterRecovery(observed, interrupted) : observed,
		notes: [
			...found.unreadable.map(
				(path) => `${path} is not a receipt that can be read; it is left alone`,
			),
			...found.outside.map(
				(path) =>
					`a receipt names ${path}, which does not belong to this place; it is left alone: remove it yourself if it is no longer needed`,
			),
			...(interrupted
				? [
						`an operation of ${interrupted.journal.actor} (${interrupted.journal.at}) is under way here or was interrupted; if it was interrupted, it is ${finished ? "finished" : "rolled back"} first`,
					]
				: []),
		],
	};
}

function without({ files, folders }: PathsToObserve, seen: Observed): PathsToObserve {
	const isNew = (path: string): boolean => !seen.has(path);
	return { files: files.filter(isNew), folders: folders.filter(isNew) };
}
