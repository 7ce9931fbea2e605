import { posix } from "node:path";
import { GraftError } from "../../../domain/errors.ts";
import type { Plan, Step } from "../../../domain/plan.ts";
import { findService } from "../../../host/look-at-service.ts";
import { planCodes } from "../plan/codes.ts";
import type { Site } from "./site.ts";

/** What stands at a target before its step. Its content stays where it is: it is told by its digest, and copied there. */
export interface Former {
	readonly sha256: string;
	readonly mode: number;
}

export interface Verified {
	/** By target; nothing for those where no file is. */
	readonly former: ReadonlyMap<string, Former>;
	/** Folders that turned out to be there: no step of ours, and not ours to take away. */
	readonly standing: ReadonlySet<string>;
	/** Copies for good that are not there yet. */
	readonly toKeep: readonly string[];
}

/** Looks again at everything that the plan relies on. Throws GraftError "refused" where any of it changed. */
export async function verifyPlan(site: Site, plan: Plan): Promise<Verified> {
	const former = new Map<string, Former>();
	const standing = new Set<string>();
	const toKeep: string[] = [];
	const changed = await Promise.all(
		plan.steps.map(async (step): Promise<string[]> => {
			switch (step.kind) {
				case "put-file":
				case "remove-file": {
					const [found, keptAlready] = await Promise.all([
						lookAtFormer(site, step.target),
						step.keep === null ? true : site.connection.stat(step.keep),
					]);
					if (found) former.set(step.target, found);
					if (step.keep !== null && !keptAlready) toKeep.push(step.keep);
					// What is there and no file is as it was never planned for.
					return found !== null && (found?.sha256 ?? null) === step.before ? [] : [step.target];
				}
				case "build": {
					await refuseWithoutShell(site, step);
					const files = [{ path: step.target, before: step.before }, ...step.rewrites];
					const found = await Promise.all(files.map(({ path }) => lookAtFormer(site, path)));
					return files.flatMap(({ path, before }, index) => {
						const standing = found[index];
						if (standing) former.set(path, standing);
						return standing !== null && (standing?.sha256 ?? null) === before ? [] : [path];
					});
				}
				case "make-folder": {
					const kind = (await site.connection.stat(step.target))?.kind;
					if (kind === "folder") standing.add(step.target);
					return kind === undefined || kind === "folder" ? [] : [step.target];
				}
				case "reload":
				case "restart":
					await refuseWithoutShell(site, step);
					if (!(await findService(site.connection, step.process)))
						throw notRunning(site, step.target);
					return [];
				case "trial":
				case "check":
					await refuseWithoutShell(site, step);
					return [];
				case "remove-folder":
					return [];
			}
		}),
	);
	const paths = changed.flat();
	if (paths.length > 0) throw stale(site, paths);
	return { former, standing, toKeep };
}

/** null where something else than a file is. */
async function lookAtFormer(
	{ connection }: Site,
	path: string,
): Promise<Former | null | undefined> {
	const [sha256, stat] = await Promise.all([connection.digest(path), connection.stat(path)]);
	return typeof sha256 === "string" ? { sha256, mode: (stat?.mode ?? 0o644) & 0o777 } : sha256;
}

function stale({ connection }: Site, paths: readonly string[]): GraftError {
	const problems = paths.map((path) => ({
		severity: "error" as const,
		code: planCodes["plan/stale"],
		path: "",
		message: `${path} is not as it was when the plan was made.`,
		hint: "Make the plan again, look at it, and apply that one.",
	}));
	return new GraftError(
		"refused",
		`${connection.label}: ${paths.map((path) => posix.normalize(path)).join(", ")} changed since the plan was made; nothing was touched.`,
		{ hint: "Make the plan again, look at it, and apply that one.", problems },
	);
}

async function refuseWithoutShell({ connection }: Site, step: Step): Promise<void> {
	if (await connection.hasShell()) return;
	throw new GraftError(
		"refused",
		`${connection.label} runs no commands, and the plan needs one (${step.target}); nothing was touched.`,
		{ hint: "Connect as a user with a shell, or plan without the reload." },
	);
}

function notRunning({ connection }: Site, service: string): GraftError {
	return new GraftError(
		"refused",
		`${connection.label}: ${service} is not running, so it cannot be reloaded; nothing was touched.`,
		{ hint: "Start it first, or go without the reload." },
	);
}
