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
	const gone = ownPaths(input).filter((path) => !isWanted.has(path));
	return [...put, ...removals(input, gone, "the version before had it, and this one has not")];
}

function stepsToAbsent(input: RepositoryPlanInput): RepositoryStep[] {
	return removals(input, ownPaths(input), "it came with the extension");
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

/** That are there, by the receipt. Of somebody else's, nothing is ours. */
function ownPaths(input: RepositoryPlanInput): readonly string[] {
	const { receipt, files } = input.seen;
	if (receipt === null || receipt === "unreadable" || isOthers(input)) return [];
	return [...Object.keys(receipt.files), receiptName].filter((path) => files.has(path));
}

function notesOf(input: RepositoryPlanInput): string[] {
	const { goal, wanted, seen } = input;
	const own = new Set([...ownPaths(input), ...wanted.files.map(({ path }) => path), receiptName]);
	const others = [...seen.files.keys()].filter((path) => !own.has(path));
	const stay = others.map((path) => `${wanted.folder}/${path} is somebody else's, and stays.`);
	return [...(goal === "present" ? wanted.notes : []), ...stay];
}

/** Another extension's, or another system's: somebody renamed a folder in the repository. */
function isOthers({ extension, seen: { receipt } }: RepositoryPlanInput): boolean {
	if (receipt === null || receipt === "unreadable") return false;
	return receipt.extension.id !== extension.id || receipt.platform !== extension.platform;
}

/** Of somebody else, and in the way: git keeps no file and folder of one name. */
function inTheWay(input: RepositoryPlanInput): string | undefined {
	const own = new Set(ownPaths(input));
	const others = [...input.seen.files.keys()].filter((path) => !own.has(path));
	return others.find((there) =>
		input.wanted.files.some(
			({ path }) => path.startsWith(`${there}/`) || there.startsWith(`${path}/`),
		),
	);
}

function problemsOf(input: RepositoryPlanInput): Problem[] {
	const { goal, wanted, seen } = input;
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
	const clash = inTheWay(input);
	if (isNoFolder || clash !== undefined)
		return say(
			"error",
			"repository/not-a-folder",
			clash === undefined
				? `${where} is no folder.`
				: `${wanted.folder}/${clash} in ${repository} is somebody else's, and in the way: it is a file where the extension has a folder, or the other way round.`,
			"Rename it in the repository first.",
		);
	if ((receipt === null && files.size > 0) || isOthers(input))
		return say(
			"warning",
			"repository/foreign-folder",
			`${where} is there already, and is not Graft's: files of the same names would be replaced. The repository's history keeps them.`,
			"Rename it there, or accept this.",
		);
	return [];
}
