import { posix } from "node:path";
import type { Connection } from "../../../connections/connection.ts";
import type { Place } from "../../../domain/plan.ts";
import { isMarker, type Journal, journalName } from "../plan/journal.ts";
import { backUpsIn, isStagedName } from "./staging.ts";
import { together } from "./together.ts";

/** Written again and again: its time on the server is the last sign of life. */
export const aliveName = "alive";

/** Held by the kernel's own lock as long as any process of a build lives. */
export const builderName = "builder";

export function lockPath(place: Place, generation: number): string {
	return posix.join(place.workFolder, `lock-${generation}.json`);
}

/** 0 for anything that is no lock. */
export function generationOf(name: string): number {
	const [, digits] = /^lock-(\d{1,6})\.json$/.exec(name) ?? [];
	return digits ? Number(digits) : 0;
}

/** The lock goes last: until then nobody else comes in, and whoever comes after a death finds it all again. */
export async function clearWorkFolder(
	connection: Connection,
	place: Place,
	generation: number,
	names: readonly string[],
): Promise<void> {
	const path = (name: string): string => posix.join(place.workFolder, name);
	const removeAll = async (some: readonly string[]): Promise<void> => {
		await together(some.map((name) => connection.remove(path(name))));
	};
	// The journal before its markers: a marker alone means nothing, a journal without its marker would.
	await removeAll(names.filter((name) => isStagedName(name) || name.startsWith(journalName)));
	await removeAll(
		names.filter(
			(name) =>
				isMarker(name) || name === aliveName || name === builderName || name.startsWith("probe-"),
		),
	);
	const earlier = names
		.map(generationOf)
		.filter((other) => other > 0 && other < generation)
		.sort((one, other) => one - other);
	for (const lock of earlier) await connection.remove(lockPath(place, lock));
	const [, isGone] = await together([
		connection.remove(lockPath(place, generation)),
		connection.removeFolder(place.workFolder),
	]);
	// A server that did the second first has found the lock in it.
	if (!isGone) await connection.removeFolder(place.workFolder);
}

export async function namesInWorkFolder(
	connection: Connection,
	place: Place,
): Promise<readonly string[]> {
	return ((await connection.list(place.workFolder)) ?? []).map((entry) => entry.name);
}

/** All that an operation which came to its end may have left in a work folder that it had to itself. */
export function namesLeftBy(journal: Journal, place: Place): readonly string[] {
	return [
		...backUpsIn(journal, place.workFolder).map((path) => posix.basename(path)),
		journalName,
		"committed",
		...(journal.steps.some(({ kind }) => kind === "reload" || kind === "restart")
			? ["reloading"]
			: []),
		...(journal.steps.some(({ kind }) => kind === "build") ? [builderName] : []),
	];
}
