import { posix } from "node:path";
import type { Problem } from "../../../domain/problem.ts";
import type { ProblemCode } from "../../../domain/problem-codes.ts";
import { placeCodes } from "./codes.ts";
import { foldersTo } from "./folders.ts";
import type { PlanInput } from "./plan-input.ts";

/** Everything on the server that stands in the way, at once. */
export function conflicts(input: PlanInput): Problem[] {
	return input.goal === "present" ? [...inTheWay(input), ...ofOthers(input)] : [];
}

function inTheWay({ serverPart, observed }: PlanInput): Problem[] {
	const { shared = [], build } = serverPart;
	const placed = [...serverPart.files, ...shared, ...(build === undefined ? [] : [build])];
	const folders = new Set(placed.flatMap(foldersTo));
	const kind = (path: string): string => observed.get(path)?.kind ?? "none";
	return [
		...[...new Set(placed.map((file) => file.within))]
			.filter((folder) => kind(folder) !== "folder")
			.map((folder) =>
				problem(
					placeCodes["place/no-folder"],
					`${folder} is not a folder.`,
					"Name the server's folder.",
				),
			),
		...[...folders]
			.filter((folder) => !["none", "folder"].includes(kind(folder)))
			.map((folder) =>
				problem(
					placeCodes["place/not-a-folder"],
					`${folder} must be a folder, but it is not.`,
					"Find out what it is, and move it away.",
				),
			),
		...placed
			.filter((file) => !["none", "file"].includes(kind(file.target)))
			.map((file) =>
				problem(
					placeCodes["place/not-a-file"],
					`${file.target} is there already and is not a plain file but a ${kind(file.target)}.`,
					"Graft replaces plain files only. Find out what it is, and move it away.",
				),
			),
	];
}

function ofOthers({ serverPart, receipts, extension }: PlanInput): Problem[] {
	const wanted = new Set(serverPart.files.map((file) => file.target));
	return receipts
		.filter((receipt) => receipt.extension.id !== extension.id)
		.flatMap((receipt) =>
			receipt.files
				.filter((file) => wanted.has(file.path))
				.map((file) =>
					problem(
						placeCodes["place/owned-by-another"],
						`${posix.basename(file.path)} in ${posix.dirname(file.path)} belongs to ${receipt.extension.id}.`,
						`Uninstall ${receipt.extension.id} from this server first.`,
					),
				),
		);
}

function problem(code: ProblemCode, message: string, hint: string): Problem {
	return { severity: "error", code, path: "", message, hint };
}
