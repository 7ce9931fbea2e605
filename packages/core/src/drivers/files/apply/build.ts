import { posix } from "node:path";
import type { Connection } from "../../../connections/connection.ts";
import { GraftError } from "../../../domain/errors.ts";
import type { BuildStep, Place, Rewritten } from "../../../domain/plan.ts";
import { builtPath, builtText, readBuilt } from "../plan/built.ts";
import type { Journal } from "../plan/journal.ts";
import { stagedPath } from "../plan/staged-path.ts";
import { hostWords } from "./host-words.ts";
import { runTold } from "./run-told.ts";
import type { Site } from "./site.ts";
import { type BuildRecord, rewrittenPath } from "./staging.ts";
import { together } from "./together.ts";
import type { Verified } from "./verify.ts";
import { builderName } from "./work-folder.ts";

/**
 * $1 is locked as long as anything of the build lives: whoever puts back waits for that. Where we die, the builder goes with us;
 * it would go on writing what is being put back.
 */
const guarded = `command -v flock >/dev/null || { echo "flock (of util-linux) is not installed" >&2; exit 127; }
exec 9>>"$1"
flock -n 9 || { echo "another build is under way here" >&2; exit 75; }
shift
{ while kill -0 "$PPID"; do sleep 1; done; kill -s KILL 0; } </dev/null >/dev/null 2>&1 9>&- &
watch=$!
"$@"
code=$?
kill "$watch"
exit "$code"`;

/** How long a builder that is being ended may still live. */
const endingSeconds = 30;

function lockOf({ workFolder }: Place): string {
	return posix.join(workFolder, builderName);
}

/** Copies of all that the builder may write: it writes where it stands. */
export async function stageBeforeBuild(
	connection: Connection,
	journal: Journal,
	{ former }: Verified,
	step: BuildStep,
): Promise<void> {
	const copies = [
		{ path: step.target, to: stagedPath(journal, step, "old") },
		...step.rewrites.map((each) => ({
			path: each.path,
			to: rewrittenPath(journal, step, each),
		})),
	];
	await together(
		copies.flatMap(({ path, to }) => {
			const found = former.get(path);
			return found ? [connection.copy(path, to, { mode: found.mode })] : [];
		}),
	);
}

/** Throws GraftError "refused" where the builder fails or leaves no file, "cancelled" where `signal` ends it. */
export async function build(
	site: Site,
	step: BuildStep,
	signal: AbortSignal | undefined,
): Promise<void> {
	const { connection, place } = site;
	const argv = ["sh", "-c", guarded, "sh", lockOf(place), ...step.argv];
	const result = await runTold(site, argv, { timeoutMs: step.timeoutMs, signal });
	const { label } = connection;
	if (result.code !== 0)
		throw new GraftError("refused", `${label}: ${step.failed}: ${hostWords(result)}`, {
			hint: "Fix what is named, and run it again.",
		});
	if ((await connection.kind(step.target)) === "file") return;
	throw new GraftError(
		"refused",
		`${label}: ${step.failed}: the builder ended without a fault, and there is no ${step.target}.`,
		{ hint: "Look at what it said." },
	);
}

/** Once all has been looked at: what was written beside the file that was built is as it was. */
export async function putBackRewritten(site: Site, journal: Journal): Promise<void> {
	const builds = journal.steps.filter((step) => step.kind === "build");
	for (const step of builds) {
		const [lost] = await putBack(site, journal, step);
		if (lost !== undefined)
			throw new GraftError("partly-done", `${site.connection.label}: ${lost}`);
	}
}

export async function unbuild(site: Site, journal: Journal, step: BuildRecord): Promise<string[]> {
	const { target: path, before } = step;
	const remark = await restore(site.connection, { path, before }, stagedPath(journal, step, "old"));
	return [...(remark === undefined ? [] : [remark]), ...(await putBack(site, journal, step))];
}

async function putBack(site: Site, journal: Journal, step: BuildRecord): Promise<string[]> {
	const remarks = await Promise.all(
		step.rewrites.map((each) => restore(site.connection, each, rewrittenPath(journal, step, each))),
	);
	return remarks.flatMap((remark) => remark ?? []);
}

/** Nobody can tell what a builder wrote from what somebody else did meanwhile: what stood there is put back. */
async function restore(
	connection: Connection,
	{ path, before }: Rewritten,
	old: string,
): Promise<string | undefined> {
	if (before === null) {
		await connection.remove(path);
		return undefined;
	}
	if ((await connection.digest(path)) === before) return undefined;
	if ((await connection.stat(old)) === undefined)
		return `the back-up of ${path} is gone; what the builder wrote there stays`;
	await connection.rename(old, path);
	return undefined;
}

/** Throws GraftError "refused" as long as a builder lives that was cut off: it would write again what is put back. */
export async function awaitBuilder({ connection, place }: Site): Promise<void> {
	const lock = lockOf(place);
	if ((await connection.stat(lock)) === undefined) return;
	const { code } = await connection.run(["flock", "-w", String(endingSeconds), lock, "true"]);
	if (code === 0) return;
	throw new GraftError(
		"refused",
		`${connection.label}: a build that was cut off still runs: a process has ${lock} open.`,
		{ hint: "End that process, then run this again." },
	);
}

/** What stands there now is what was built last: drift is told by it. May be done again. */
export async function recordBuilt(
	connection: Connection,
	place: Place,
	journal: Journal,
): Promise<void> {
	const targets = journal.steps.flatMap(({ kind, target }) => (kind === "build" ? [target] : []));
	if (targets.length === 0) return;
	const now = await Promise.all(
		targets.map(async (path) => [path, (await connection.digest(path)) ?? ""] as const),
	);
	const files = { ...(await readBuilt(connection, place)), ...Object.fromEntries(now) };
	const path = builtPath(place);
	await connection.write(`${path}.new`, new TextEncoder().encode(builtText(files)), {
		mode: 0o600,
	});
	await connection.rename(`${path}.new`, path);
}
