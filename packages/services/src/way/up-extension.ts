import type { DatabasePlan } from "@graft/core/domain/database-plan";
import { GraftError } from "@graft/core/domain/errors";
import { isRefused } from "@graft/core/domain/problem";
import { findManaged } from "@graft/database/quick-look";
import { retryBusy } from "@graft/database/retry-busy";
import { importArchive } from "../archives/import-archive.ts";
import { loadArchive } from "../catalogue/load-archive.ts";
import { requireAccepted } from "../context/acceptance.ts";
import { type Call, type Context, parseInput } from "../context/context.ts";
import { sha256Text } from "../context/input-parts.ts";
import { requireAdministrator } from "../context/require-administrator.ts";
import { type DeployedExtension, deployExtension } from "../deliveries/deploy-extension.ts";
import { withLease } from "../running/lease.ts";
import { activateThere } from "./activation-stage.ts";
import { type AskedUp, upInput } from "./asked-up.ts";
import { bindThere, type InApi } from "./binding-stage.ts";
import { type InRepository, pushThere } from "./folder-stage.ts";
import { tablesPlanIn } from "./place-plan.ts";
import { type Done, halfWay, isAsBefore, rollBack } from "./roll-back.ts";
import { type InstalledOn, installThere } from "./server-stage.ts";
import { type PreparedUp, prepareUp, type UpPlan } from "./up-plan.ts";

/** `planHash`: of the plan that was shown and agreed to. */
export const upExtensionInput = upInput.extend({ planHash: sha256Text });

export interface UpDone {
	readonly id: string;
	readonly version: string;
	/** null for an extension that has to do with no database. */
	readonly database: { readonly changed: boolean } | null;
	readonly servers: readonly InstalledOn[];
	readonly deployment: DeployedExtension | null;
	/** null for an extension that is in no repository. */
	readonly repository: InRepository | null;
	/** null where no groups are bound to it by Graft. */
	readonly groups: InApi | null;
}

/** What the whole way would do, bound by its hash. Writes nothing anywhere. */
export async function previewUp({ ctx, input }: Call<typeof upInput>): Promise<UpPlan> {
	const { plan } = await prepareUp(ctx, parseInput(upInput, input));
	return plan;
}

/**
 * The whole way of one extension: its folder, the places of its platform, agents, exactly as it was shown. Where one place fails,
 * those before it are put back. Throws GraftError: "refused", "unreachable" (all is as before), "partly-done" (says what is left).
 */
export async function upExtension({ ctx, input }: Call<typeof upExtensionInput>): Promise<UpDone> {
	await requireAdministrator(ctx, "install and deploy an extension");
	const asked = parseInput(upExtensionInput, input);
	const extensionId = await idOf(ctx, asked);
	await nameIt(ctx, extensionId);
	return withLease(ctx, { extensionId, kind: "up" }, (held) => upAlone(held, asked));
}

async function idOf(ctx: Context, { subject }: AskedUp): Promise<string> {
	if ("id" in subject) return subject.id;
	const { extension } = await loadArchive(ctx, subject.bytes, subject.root);
	return extension.id;
}

/** Only its archive said which extension it is about. */
async function nameIt({ operation, database }: Context, extensionId: string): Promise<void> {
	if (operation?.kind !== "up") return;
	const where = { id: operation.id };
	await retryBusy(() => database.operation.update({ where, data: { extensionId } }));
}

async function upAlone(ctx: Context, asked: AskedUp & { planHash: string }): Promise<UpDone> {
	const prepared = await prepareUp(ctx, asked);
	refuse(prepared, asked);
	const { id } = prepared.plan.subject;
	const done: Done = { id, before: findManaged(ctx.paths.databaseUrl, id), taken: [] };
	try {
		return await goThrough(ctx, asked, prepared, done);
	} catch (error) {
		// A place that is neither as before nor as it should be needs what stands in the places before it.
		if (!isAsBefore(error)) throw halfWay(done, error);
		throw await rollBack(ctx, done, error);
	}
}

function refuse({ plan, loaded }: PreparedUp, asked: AskedUp & { planHash: string }): void {
	const { id } = plan.subject;
	if (plan.hash !== asked.planHash) {
		throw new GraftError(
			"refused",
			`The plan for ${id} is not the one that you agreed to (${asked.planHash.slice(0, 12)}): a place or the extension changed since; nothing was touched.`,
			{ hint: "Look at the plan again, and apply that one." },
		);
	}
	if (isRefused(plan.problems)) {
		throw new GraftError("refused", `${id} cannot be installed and deployed as things are.`, {
			hint: "Fix the problems named below, and try again.",
			problems: plan.problems,
		});
	}
	const accepted = [...loaded.accepted, ...asked.accept];
	const parts = ["web", "database", "server", "agent"] as const;
	requireAccepted(plan.problems, accepted, parts, `To install and deploy ${id}`);
}

async function goThrough(
	ctx: Context,
	asked: AskedUp,
	{ plan, loaded, servers: named }: PreparedUp,
	done: Done,
): Promise<UpDone> {
	const { subject, accept } = asked;
	const { id, version } = plan.subject;
	if ("bytes" in subject) {
		const { setAside } = await importArchive({ ctx, input: { ...subject, accept } });
		Object.assign(done, { imported: true, setAside });
	}
	const activate = (agreed: DatabasePlan | null) =>
		activateThere(ctx, { id, accept, plan: agreed, before: done.before }, done.taken);
	let database: UpDone["database"] = null;
	const servers: InstalledOn[] = [];
	let deployment: UpDone["deployment"] = null;
	let repository: UpDone["repository"] = null;
	let groups: UpDone["groups"] = null;
	// Where no database has to do with it, Graft alone knows that it is active.
	if (tablesPlanIn(plan.places) === null) await activate(null);
	for (const place of plan.places) {
		switch (place.driver) {
			case "sql":
				database = await activate(place.plan);
				break;
			case "files": {
				const there = named[servers.length];
				if (there === undefined) throw new Error(`no server for plan ${servers.length}`);
				servers.push(await installThere(ctx, asked, { id, there, plan: place.plan }, done.taken));
				break;
			}
			case "git": {
				const accepted = [...loaded.accepted, ...accept];
				const wish = { accepted, plan: place.plan };
				repository = await pushThere(ctx, loaded, wish, done.taken);
				break;
			}
			case "http": {
				const wish = { groups: asked.groups, plan: place.plan };
				groups = await bindThere(ctx, loaded.extension, wish, done.taken);
				break;
			}
			case "delivery": {
				const input = { ...demandWish(asked), id, accept, planHash: place.plan.hash };
				deployment = await deployExtension({ ctx, input });
			}
		}
	}
	return { id, version, database, servers, deployment, repository, groups };
}

function demandWish({ deployment }: AskedUp) {
	if (deployment === undefined) throw new Error("a plan for agents that nobody asked for");
	return deployment;
}
