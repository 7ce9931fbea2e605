import { posix } from "node:path";
import { GraftError } from "../../../domain/errors.ts";
import { planHash } from "../../../domain/hash.ts";
import type {
	BuildStep,
	Contents,
	Leavings,
	LeftEntry,
	MakeFolder,
	Plan,
	PreparedPlan,
	PutFile,
	Receipt,
	RemoveFile,
	RemoveFolder,
	Step,
} from "../../../domain/plan.ts";
import type { PlacedFile, ServerPart, SharedFile } from "../wanted.ts";
import { conflicts } from "./conflicts.ts";
import { foldersTo, ownFolders } from "./folders.ts";
import { mergeOrders } from "./order.ts";
import type { PlanInput } from "./plan-input.ts";
import { arriveIn, leaveFrom } from "./shared.ts";

interface Draft {
	readonly steps: readonly Step[];
	readonly leaves: Leavings | null;
	readonly notes: readonly string[];
	/** Of shared files. */
	readonly contents: Contents;
}

/**
 * The steps from what is there to what should be, and no other. Pure.
 * Throws GraftError "refused" with every reason why there is no such way.
 */
export function computePlan(input: PlanInput): PreparedPlan {
	const own = input.receipts.find((receipt) => receipt.extension.id === input.extension.id);
	const problems = conflicts(input);
	if (problems.length > 0) {
		throw new GraftError(
			"refused",
			`${input.extension.id} cannot be installed on ${input.server}. ${problems.map((problem) => problem.message).join(" ")}`,
			{ hint: problems[0]?.hint ?? "", problems },
		);
	}
	const draft = input.goal === "present" ? arrive(input, own) : leave(input, own);
	const unhashed: Omit<Plan, "hash"> = {
		format: 1,
		goal: input.goal,
		platform: input.extension.platform,
		extension: { id: input.extension.id, version: input.extension.version },
		content: input.content ?? null,
		server: input.server,
		place: input.place,
		steps: draft.steps,
		leaves: draft.leaves,
		notes: [...input.notes, ...input.serverPart.notes, ...draft.notes],
	};
	const put = new Set(draft.steps.flatMap((step) => (step.kind === "put-file" ? step.sha256 : [])));
	return {
		plan: { ...unhashed, hash: planHash(unhashed) },
		contents: new Map([
			...input.serverPart.files
				.filter((file) => put.has(file.sha256))
				.map((file): [string, Uint8Array] => [file.sha256, file.bytes]),
			...draft.contents,
		]),
	};
}

function arrive(input: PlanInput, own: Receipt | undefined): Draft {
	const { serverPart, observed } = input;
	const { shared = [], build } = serverPart;
	const made = build === undefined ? [] : [build];
	const wantedFolders = [...new Set([...serverPart.files, ...shared, ...made].flatMap(foldersTo))];
	const makes = wantedFolders
		.filter((folder) => observed.get(folder)?.kind === "none")
		.map(
			(target): MakeFolder => ({
				kind: "make-folder",
				target,
				mode: 0o755,
				why: "the extension's files go into it",
			}),
		);
	const puts = serverPart.files.flatMap((file) => putFile(input, own, file));
	const wantedFiles = new Set(serverPart.files.map((file) => file.target));
	const stale = (own?.files ?? [])
		.map((file) => file.path)
		.filter((path) => !wantedFiles.has(path));
	const removes = removeFiles(
		input,
		own,
		stale,
		"an earlier version installed it; this one does not need it",
	);
	const folders = ownFolders(
		wantedFolders,
		new Set(makes.map((make) => make.target)),
		input.receipts,
	);
	const unused = (own?.folders ?? []).filter((folder) => !wantedFolders.includes(folder));
	const entries = arriveIn(shared, input.texts, own);
	const changes = puts.length + removes.length + entries.steps.length > 0;
	const builds = buildStep(input, changes);
	// What refers to a file is put only once the file itself was found good.
	const checked = serverPart.files.flatMap(({ target }): Step[] => [
		...puts.filter((put) => put.target === target),
		...serverPart.checks.filter((check) => changes && check.target === target),
	]);
	const checksOfAll = serverPart.checks.filter((check) => !wantedFiles.has(check.target));
	const trials = (serverPart.trials ?? []).filter(({ target }) =>
		puts.some((put) => put.target === target),
	);
	return {
		steps: [
			...makes,
			...trials,
			...checked,
			...entries.steps,
			...removes,
			...builds,
			...proof(withPresent(serverPart), checksOfAll, changes || builds.length > 0),
			...removeFolders(input, unused),
		],
		leaves: {
			files: serverPart.files.map(({ target, sha256, staging }) => ({
				path: target,
				sha256,
				staging,
			})),
			...(shared.length === 0 ? {} : { shared: shared.flatMap(leftEntry) }),
			folders,
		},
		notes: notesOn([...puts, ...removes], own),
		contents: entries.contents,
	};
}

function putFile(input: PlanInput, own: Receipt | undefined, file: PlacedFile): PutFile[] {
	const before = input.observed.get(file.target)?.sha256 ?? null;
	if (before === file.sha256) return [];
	const { target, sha256, mode, staging, why } = file;
	const keep = keepPath(input, own, target, before);
	const bytes = file.bytes.byteLength;
	return [{ kind: "put-file", target, sha256, bytes, mode, before, staging, keep, why }];
}

function leave(input: PlanInput, own: Receipt | undefined): Draft {
	const { serverPart } = input;
	const removes = removeFiles(
		input,
		own,
		mergeOrders(
			own?.files.map((file) => file.path) ?? [],
			serverPart.files.map((file) => file.target),
		),
		"it belongs to the extension",
	);
	const entries = leaveFrom(serverPart.shared ?? [], input.texts, own);
	const changes = removes.length + entries.steps.length > 0;
	const gone = new Set(removes.map((remove) => remove.target));
	const folders = own
		? own.folders
		: serverPart.files
				.filter((file) => gone.has(file.target))
				.flatMap((file) => foldersTo(file).slice(-1));
	return {
		steps: [
			...entries.steps,
			...removes,
			...(changes ? buildStep(input, true) : []),
			...proof(serverPart, serverPart.checksAfterRemoval, changes || input.reloadPending),
			...removeFolders(input, [...new Set(folders)]),
		],
		leaves: null,
		notes: notesOn(removes, own),
		contents: entries.contents,
	};
}

/** What refers goes before what it refers to: the reverse of the order in which they were put. */
function removeFiles(
	input: PlanInput,
	own: Receipt | undefined,
	inOrder: readonly string[],
	why: string,
): RemoveFile[] {
	const ofOthers = new Set(
		input.receipts
			.filter((receipt) => receipt !== own)
			.flatMap((receipt) => receipt.files.map((file) => file.path)),
	);
	return inOrder.toReversed().flatMap((target): RemoveFile[] => {
		const before = input.observed.get(target)?.sha256;
		const staging =
			input.serverPart.files.find((file) => file.target === target)?.staging ??
			own?.files.find((file) => file.path === target)?.staging;
		if (!before || !staging || ofOthers.has(target)) return [];
		const keep = keepPath(input, own, target, before);
		return [{ kind: "remove-file", target, before, staging, keep, why }];
	});
}

function removeFolders(input: PlanInput, outerFirst: readonly string[]): RemoveFolder[] {
	return outerFirst
		.toReversed()
		.filter((folder) => input.observed.get(folder)?.kind === "folder")
		.map((target) => ({
			kind: "remove-folder",
			target,
			why: "the extension no longer needs it; it is removed if it is empty",
		}));
}

function leftEntry({ target, entry, staging }: SharedFile): LeftEntry[] {
	return entry === null ? [] : [{ path: target, entry, staging }];
}

/** Also where nothing else changes, as long as what is there is not what was built here last. */
function buildStep({ serverPart, observed, built }: PlanInput, changes: boolean): BuildStep[] {
	if (serverPart.build === undefined) return [];
	const { target, argv, staging, rewrites, timeoutMs, failed, why } = serverPart.build;
	const standing = (path: string) => observed.get(path)?.sha256 ?? null;
	const before = standing(target);
	if (!changes && before !== null && before === built[target]) return [];
	return [
		{
			...{ kind: "build", target, argv, before, staging },
			rewrites: rewrites.map((path) => ({ path, before: standing(path) })),
			...{ timeoutMs, failed, why },
		},
	];
}

function withPresent({ reload, untilPresent }: ServerPart): Pick<ServerPart, "reload"> {
	return { reload: reload && untilPresent ? { ...reload, untilPresent } : reload };
}

function proof(
	part: Pick<ServerPart, "reload">,
	checks: readonly Step[],
	changes: boolean,
): Step[] {
	if (!changes) return [];
	return part.reload ? [...checks, part.reload] : [...checks];
}

/** What neither a receipt nor the archive knows is somebody's work, and is kept. */
function keepPath(
	input: PlanInput,
	own: Receipt | undefined,
	target: string,
	before: string | null,
): string | null {
	if (before === null) return null;
	const known = [
		own?.files.find((file) => file.path === target)?.sha256,
		input.serverPart.files.find((file) => file.target === target)?.sha256,
	];
	if (known.includes(before)) return null;
	const name = `${encodeURIComponent(input.extension.id)}-${before.slice(0, 12)}-${posix.basename(target)}`;
	return posix.join(input.place.receiptsFolder, "kept", name);
}

function notesOn(changes: readonly (PutFile | RemoveFile)[], own: Receipt | undefined): string[] {
	return changes.flatMap(({ kind, target, keep }) => {
		if (keep === null) return [];
		const recorded = own?.files.some((file) => file.path === target);
		const state = recorded ? "was changed since Graft installed it" : "was not installed by Graft";
		return [
			`${target} ${state}; it is ${kind === "put-file" ? "replaced" : "removed"}, and a copy is kept as ${keep}`,
		];
	});
}
