import { posix } from "node:path";
import type { Leavings, Receipt } from "../../../domain/plan.ts";
import type { PlacedFile, ServerPart } from "../wanted.ts";
import type { PathsToObserve } from "./observe.ts";

/** The folders between `within` and the file, outer ones first. */
export function foldersTo(file: Pick<PlacedFile, "target" | "within">): string[] {
	const inside = posix.relative(file.within, file.target);
	if (inside.startsWith("../") || inside === "" || posix.normalize(file.target) !== file.target) {
		throw new Error(`${file.target} does not lie within ${file.within}`);
	}
	const segments = inside.split("/").slice(0, -1);
	return segments.map((_, index) => posix.join(file.within, ...segments.slice(0, index + 1)));
}

/** Everything that a plan for these files has to look at. */
export function pathsToObserve(
	{ files, shared = [], build }: Pick<ServerPart, "files" | "shared" | "build">,
	receipt: Leavings | undefined,
): PathsToObserve {
	const recorded = receipt?.files.map((file) => file.path) ?? [];
	const made = build === undefined ? [] : [build];
	return {
		files: [
			...new Set([
				...[...files, ...made].map((file) => file.target),
				...(build?.rewrites ?? []),
				...recorded,
			]),
		],
		folders: [
			...new Set([
				...[...files, ...shared, ...made].flatMap((file) => [file.within, ...foldersTo(file)]),
				...(receipt?.folders ?? []),
			]),
		],
	};
}

/** Those that Graft made: now, or earlier for any extension here, so that the last one out takes them away. */
export function ownFolders(
	wanted: readonly string[],
	madeNow: ReadonlySet<string>,
	receipts: readonly Receipt[],
): string[] {
	const madeBefore = new Set(receipts.flatMap((receipt) => receipt.folders));
	return wanted.filter((folder) => madeNow.has(folder) || madeBefore.has(folder));
}
