import { posix } from "node:path";
import type { Connection } from "../connections/connection.ts";
import type { Place } from "../domain/plan.ts";
import { isMarker, journalName } from "../planning/journal.ts";
import { isStagedName } from "./staging.ts";
import { together } from "./together.ts";

/** Written again and again: its time on the server is the last sign of life. */
export const aliveName = "alive";

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
): Promise<void> {
	const path = (name: string): string => posix.join(place.workFolder, name);
	const names = ((await connection.list(place.workFolder)) ?? []).map((entry) => entry.name);
	const removeAll = async (some: readonly string[]): Promise<void> => {
		await together(some.map((name) => connection.remove(path(name))));
	};
	await removeAll(names.filter(isStagedName));
	await removeAll(names.filter((name) => name === journalName));
	await removeAll(
		names.filter((name) => isMarker(name) || name === aliveName || name.startsWith("probe-")),
	);
	const locks = names
		.map(generationOf)
		.filter((other) => other > 0 && other <= generation)
		.sort((one, other) => one - other);
	for (const lock of locks) await connection.remove(lockPath(place, lock));
	await connection.removeFolder(place.workFolder);
}
