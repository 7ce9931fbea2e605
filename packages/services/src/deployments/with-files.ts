import { GraftError } from "@graft/core/domain/errors";
import type { Context } from "../context.ts";
import { requireAccepted } from "../extensions/acceptance.ts";
import type { Operation } from "../operations/run-operation.ts";
import { checkAddress } from "./check-address.ts";
import { apply, type Downloads, removeFiles } from "./downloads.ts";
import type { PackedPackage, PreparedDeployment } from "./prepare-deployment.ts";
import type { Tell } from "./tell.ts";

interface Work {
	readonly ctx: Context;
	readonly operation: Operation;
	readonly downloads: Downloads;
	readonly prepared: PreparedDeployment;
	readonly tell: Tell;
	/** Codes of warnings. */
	readonly accepted: readonly string[];
}

/**
 * Puts the files of the packages, looks whether agents would get them, and then does `offer` with what a person should know.
 * Where any of that is refused, files that nobody was offered before are taken away again.
 */
export async function withFiles<T>(
	work: Work,
	offer: (notes: readonly string[]) => Promise<T>,
): Promise<T> {
	const { plan, packages } = work.prepared;
	const notes = new Set<string>();
	const put: PackedPackage[] = [];
	try {
		for (const each of packages) {
			const check = plan.steps.find(
				({ kind, target }) => kind === "check-address" && target.endsWith(`/${each.id}/info`),
			);
			if (check === undefined) continue;
			put.push(each);
			await putFiles(work, each);
			work.tell(check);
			for (const note of await checkPackage(work, each)) notes.add(note);
		}
		for (const text of notes) work.operation.report({ kind: "note", text });
		return await offer([...notes]);
	} catch (error) {
		// With the connection lost nothing can be taken away: the next run goes on from there.
		if (!(error instanceof GraftError) || !["refused", "cancelled"].includes(error.kind))
			throw error;
		work.operation.commit();
		for (const each of put) await takeAway(work, each);
		throw error;
	}
}

async function putFiles({ ctx, operation, downloads, prepared, tell }: Work, each: PackedPackage) {
	const plan = prepared.puts.get(each.id);
	if (plan === undefined) throw new Error(`no plan for the files of ${each.id}`);
	await apply(ctx, { ...operation, report: tell.files }, downloads.connection, plan);
}

async function checkPackage(
	{ prepared, accepted }: Work,
	{ id, files }: PackedPackage,
): Promise<string[]> {
	const { extension, packages } = prepared.plan;
	const planned = packages.find((each) => each.id === id);
	if (planned === undefined) throw new Error(`package ${id} is not planned`);
	const notes: string[] = [];
	for (const { path, bytes } of files) {
		// As agents do: what says what to do comes over HTTPS, the rest is known by its digest.
		const place = path.endsWith("/info")
			? `https://${planned.infoLocation}`
			: `http://${planned.fragmentLocation}`;
		const judgement = await checkAddress(`${place}/${path}`, bytes);
		if (judgement === null) continue;
		// It may have become another since the plan was made.
		const { problem, note } = judgement;
		if (problem !== null)
			requireAccepted([problem], accepted, ["agent"], `To deploy ${extension.id}`);
		const text = problem?.message ?? note;
		if (text !== null) notes.push(text);
	}
	return notes;
}

async function takeAway(work: Work, { id, fragments }: PackedPackage): Promise<void> {
	const { ctx, operation, downloads, prepared } = work;
	const isOffered = prepared.facts.standing.some((each) => each.id === id);
	if (isOffered) return;
	const { extension } = prepared.plan;
	const name = { extensionId: extension.id, version: extension.version, packageId: id };
	await removeFiles(ctx, operation, downloads, name, fragments);
}
