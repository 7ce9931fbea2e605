import { posix } from "node:path";
import type { Leavings, LeftFile, Place } from "../../../domain/plan.ts";
import type { JournalStep } from "./journal.ts";

/*
 * What lies on a server is data: a path in a journal or a receipt is followed only where a file of this place can be.
 */

/** A file of this place. */
function isFileOf({ reach }: Place, path: string): boolean {
	return reach.some((folder) => isBelow(folder, path));
}

/** A folder that may be made for a file of this place. */
function isFolderOf({ reach }: Place, path: string): boolean {
	return reach.some((folder) => path === folder || isBelow(folder, path) || isBelow(path, folder));
}

/** A folder beside or above the files, of the one name that such folders have: the host scans none of them. */
function isStagingOf(place: Place, path: string): boolean {
	return (
		path === place.workFolder ||
		(posix.basename(path) === posix.basename(place.workFolder) &&
			isFolderOf(place, posix.dirname(path)))
	);
}

/** What a receipt lists, without what cannot be of this place; `outside` names that. */
export function withinReach<T extends Leavings>(
	place: Place,
	leavings: T,
): { readonly within: T; readonly outside: readonly string[] } {
	const isOurs = ({ path, staging }: Pick<LeftFile, "path" | "staging">): boolean =>
		isFileOf(place, path) && isStagingOf(place, staging);
	const files = leavings.files.filter(isOurs);
	const shared = (leavings.shared ?? []).filter(isOurs);
	const folders = leavings.folders.filter((folder) => isFolderOf(place, folder));
	return {
		within: { ...leavings, files, ...(leavings.shared ? { shared } : {}), folders },
		outside: [
			...[...leavings.files, ...(leavings.shared ?? [])]
				.filter((file) => !isOurs(file))
				.map(({ path }) => path),
			...leavings.folders.filter((folder) => !isFolderOf(place, folder)),
		],
	};
}

/** Paths of a step that cannot be of this place. */
export function straysOf(place: Place, step: JournalStep): string[] {
	switch (step.kind) {
		case "put-file":
		case "remove-file":
			return [
				...(isFileOf(place, step.target) ? [] : [step.target]),
				...(isStagingOf(place, step.staging) ? [] : [step.staging]),
			];
		case "build":
			return [
				...[step.target, ...step.rewrites.map(({ path }) => path)].filter(
					(path) => !isFileOf(place, path),
				),
				...(isStagingOf(place, step.staging) ? [] : [step.staging]),
			];
		case "make-folder":
		case "remove-folder":
			return isFolderOf(place, step.target) ? [] : [step.target];
		case "trial":
		case "check":
		case "reload":
		case "restart":
			return [];
	}
}

function isBelow(folder: string, path: string): boolean {
	return path.startsWith(folder === "/" ? "/" : `${folder}/`) && path !== folder;
}
