import type { Extension } from "../../../domain/extension.ts";
import { canonicalJson, sha256 } from "../../../domain/hash.ts";
import type { Problem } from "../../../domain/problem.ts";
import type {
	RepositoryGoal,
	RepositoryPlan,
	RepositoryStep,
} from "../../../domain/repository-plan.ts";
import { repositoryCodes } from "../codes.ts";
import type { WantedFile, WantedFolder } from "../wanted.ts";
import type { SeenFolder } from "./look.ts";
import { blobId, receiptName, receiptOf, stateOf } from "./receipt.ts";

export interface RepositoryPlanInput {
	readonly goal: RepositoryGoal;
	readonly extension: Pick<Extension, "platform" | "id" | "version">;
	readonly wanted: WantedFolder;
	readonly seen: SeenFolder;
	/** Codes of warnings. */
	readonly accepted: readonly string[];
}

/** Only what differs from what is there; files that somebody else put into the folder are left alone, and told. */
export function computeRepositoryPlan(input: RepositoryPlanInput): RepositoryPlan {
	const { goal, extension, wanted, seen, accepted } = input;
	const { platform, id, version } = extension;
	const problems = problemsOf(input);
	const plan = {
		format: 1,
		...{ goal, platform, extension: { id, version }, repository: seen.repository },
		...{ branch: seen.head.branch, folder: wanted.folder },
		steps: goal === "present" ? stepsToPresent(input) : stepsToAbsent(input),
		notes: notesOf(input),
	} as const;
	const open = problems.filter(
		({ severity, code }) => severity !== "warning" || !accepted.includes(code),
	);
	return { ...plan, problems: open, hash: sha256(canonicalJson(plan)) };
}

/** All that the folder is to hold, the receipt last. */
export function filesToPut({
	extension,
	wanted,
}: Pick<RepositoryPlanInput, "extension" | "wanted">): readonly WantedFile[] {
	const receipt: WantedFile = {
		...{ path: receiptName, bytes: receiptOf(extension, wanted.files), executable: false },
		why: "says what of the folder is Graft's, and of which version",
	};
	return [...wanted.files, receipt];
}

function stepsToPresent(input: RepositoryPlanInput): RepositoryStep[] {
	const { wanted, seen } = input;
	const files = filesToPut(input);
	const put = files.flatMap(({ path, bytes, executable, why }): RepositoryStep[] => {
		const before = seen.files.get(path) ?? null;
		const after = stateOf(blobId(bytes), executable);
		const target = `${wanted.folder}/${path}`;
		return before === after ? [] : [{ kind: "put-file", target, why, before, after }];
	});
	const isWanted = new Set(files.map(({ path }) => path));
	const gone = ownPaths(seen).filter((path) => !isWanted.has(path));
	return [...put, ...removals(input, gone, "the version before had it, and this one has not")];
}

function stepsToAbsent(input: RepositoryPlanInput): RepositoryStep[] {
	return removals(input, ownPaths(input.seen), "it came with the extension");
}

function removals(
	{ wanted, seen }: RepositoryPlanInput,
	paths: readonly string[],
	why: string,
): RepositoryStep[] {
	return paths.map((path) => {
		const before = seen.files.get(path) ?? null;
		return { kind: "remove-file", target: `${wanted.folder}/${path}`, why, before, after: null };
	});
}

/** That are there, by the receipt. */
function ownPaths({ receipt, files }: SeenFolder): readonly string[] {
	if (receipt === null || receipt === "unreadable") return [];
	return [...Object.keys(receipt.files), receiptName].filter((path) => files.has(path));
}

function notesOf({ goal, wanted, seen }: RepositoryPlanInput): string[] {
	const own = new Set([...ownPaths(seen), ...wanted.files.map(({ path }) => path), receiptName]);
	const others = [...seen.files.keys()].filter((path) => !own.has(path));
	const stay = others.map((path) => `${wanted.folder}/${path} is somebody else's, and stays.`);
	return [...(goal === "present" ? wanted.notes : []), ...stay];
}

function problemsOf({
	goal,
	extension: { platform, id },
	wanted,
	seen,
}: RepositoryPlanInput): Problem[] {
	const { receipt, files, isNoFolder, repository } = seen;
	const where = `${wanted.folder} in ${repository}`;
	const say = (
		severity: Problem["severity"],
		name: keyof typeof repositoryCodes,
		message: string,
		hint: string,
	): Problem[] => [
		{ severity, code: repositoryCodes[name], path: "", message, hint, part: "agent" },
	];
	if (receipt === "unreadable")
		return say(
			"error",
			"repository/receipt-unreadable",
			`${wanted.folder}/${receiptName} in ${repository} cannot be read: nobody can tell what of the folder is Graft's.`,
			"A newer Graft may have written it: use that one. Else restore the file from the repository's history.",
		);
	if (goal === "absent") return [];
	if (isNoFolder)
		return say(
			"error",
			"repository/not-a-folder",
			`${where} is no folder.`,
			"Rename it in the repository first.",
		);
	const isOther =
		receipt !== null && (receipt.extension.id !== id || receipt.platform !== platform);
	if ((receipt === null && files.size > 0) || isOther)
		return say(
			"warning",
			"repository/foreign-folder",
			`${where} is there already, and is not Graft's: files of the same names would be replaced. The repository's history keeps them.`,
			"Rename it there, or accept this.",
		);
	return [];
}
