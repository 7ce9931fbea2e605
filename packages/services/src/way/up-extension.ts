import { GraftError } from "@graft/core/domain/errors";
import { isRefused } from "@graft/core/domain/problem";
import { findManaged } from "@graft/database/quick-look";
import { importArchive } from "../archives/import-archive.ts";
import { type Call, type Context, parseInput } from "../context.ts";
import { type DeployedExtension, deployExtension } from "../deliveries/deploy-extension.ts";
import { requireAccepted } from "../extensions/acceptance.ts";
import { activateExtension } from "../extensions/activate-extension.ts";
import { loadArchive } from "../extensions/load-archive.ts";
import { sha256Text } from "../input-parts.ts";
import { withLease } from "../operations/lease.ts";
import { requireAdministrator } from "../require-administrator.ts";
import { applyPlan } from "../servers/apply-plan.ts";
import { countFirstRows, type Done, halfWay, isAsBefore, rollBack } from "./roll-back.ts";
import { type AskedUp, type PreparedUp, prepareUp, type UpPlan, upInput } from "./up-plan.ts";

/** `planHash`: of the plan that was shown and agreed to. */
export const upExtensionInput = upInput.extend({ planHash: sha256Text });

export interface UpDone {
	readonly id: string;
	readonly version: string;
	/** null for an extension that has to do with no database. */
	readonly database: { readonly changed: boolean } | null;
	readonly servers: readonly { readonly server: string; readonly changed: boolean }[];
	readonly deployment: DeployedExtension | null;
}

/** What the whole way would do, bound by its hash. Writes nothing anywhere. */
export async function previewUp({ ctx, input }: Call<typeof upInput>): Promise<UpPlan> {
	const { plan } = await prepareUp(ctx, parseInput(upInput, input));
	return plan;
}

/**
 * The whole way of one extension: folder, OCS's database, servers, agents, exactly as it was shown. Where one place fails,
 * those before it are put back. Throws GraftError: "refused", "unreachable" (all is as before), "partly-done" (says what is left).
 */
export async function upExtension({ ctx, input }: Call<typeof upExtensionInput>): Promise<UpDone> {
	await requireAdministrator(ctx, "bring an extension up");
	const asked = parseInput(upExtensionInput, input);
	const extensionId = await idOf(ctx, asked);
	return withLease(ctx, { extensionId, kind: "up" }, (held) => upAlone(held, asked));
}

async function idOf(ctx: Context, { subject }: AskedUp): Promise<string> {
	if ("id" in subject) return subject.id;
	const { extension } = await loadArchive(ctx, subject.bytes, subject.root);
	return extension.id;
}

async function upAlone(ctx: Context, asked: AskedUp & { planHash: string }): Promise<UpDone> {
	const prepared = await prepareUp(ctx, asked);
	refuse(prepared, asked);
	const { id } = prepared.plan.extension;
	const done: Done = { id, before: findManaged(ctx.paths.databaseUrl, id), servers: [] };
	try {
		return await goThrough(ctx, asked, prepared, done);
	} catch (error) {
		// A place that is neither as before nor as it should be needs what stands in the places before it.
		if (!isAsBefore(error)) throw halfWay(done, error);
		throw await rollBack(ctx, done, error);
	}
}

function refuse({ plan, loaded }: PreparedUp, asked: AskedUp & { planHash: string }): void {
	const { id } = plan.extension;
	if (plan.hash !== asked.planHash) {
		throw new GraftError(
			"refused",
			`The plan for ${id} is not the one that was agreed to (${asked.planHash.slice(0, 12)}): a place or the extension changed since; nothing was touched.`,
			{ hint: "Look at the plan again, and apply that one." },
		);
	}
	if (isRefused(plan.problems)) {
		throw new GraftError("refused", `${id} cannot be brought up as things are.`, {
			hint: "Mend what is named below, and try again.",
			problems: plan.problems,
		});
	}
	const accepted = [...loaded.accepted, ...asked.accept];
	const parts = ["web", "database", "server", "agent"] as const;
	requireAccepted(plan.problems, accepted, parts, `To bring ${id} up`);
}

async function goThrough(
	ctx: Context,
	asked: AskedUp,
	{ plan }: PreparedUp,
	done: Done,
): Promise<UpDone> {
	const { subject, accept, reload } = asked;
	const { id, version } = plan.extension;
	if ("bytes" in subject) {
		const { setAside } = await importArchive({ ctx, input: { ...subject, accept } });
		Object.assign(done, { imported: true, setAside });
	}
	const hash = plan.database?.hash;
	const { changed } = await activateExtension({ ctx, input: { id, accept, plan: hash } });
	done.activated = { plan: plan.database, changed };
	if (plan.database !== null && changed) done.firstRows = await countFirstRows(ctx, plan.database);
	const servers = [];
	for (const [at, { server, serverDir }] of asked.servers.entries()) {
		const shown = plan.servers[at];
		if (shown === undefined) throw new Error(`no plan for server ${at}`);
		const change = { id, server, serverDir, goal: "present", reload, accept } as const;
		const applied = await applyPlan({ ctx, input: { ...change, planHash: shown.hash } });
		done.servers.push({ server, serverDir, reload, plan: shown });
		servers.push({ server: shown.server, changed: applied.changed });
	}
	const { deployment: wish } = asked;
	const deployment =
		plan.deployment === null || wish === undefined
			? null
			: await deployExtension({
					ctx,
					input: { ...wish, id, accept, planHash: plan.deployment.hash },
				});
	const database = plan.database === null ? null : { changed };
	return { id, version, database, servers, deployment };
}
