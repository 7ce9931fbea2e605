import type { Connection } from "@graft/core/connections/connection";
import type { Plan, Step } from "@graft/core/domain/plan";
import type { ManagedRow } from "@graft/database/quick-look";
import { readKeptArchive } from "../catalogue/archive-store.ts";
import { storedExtension } from "../catalogue/stored-extension.ts";
import type { Context } from "../context/context.ts";
import { applyChange, applyPlan } from "../servers/apply-plan.ts";
import { inKnownFolder } from "../servers/in-known-folder.ts";
import { planFrom } from "../servers/plan-server.ts";
import { sourceOfChange } from "../servers/prepare-plan.ts";
import { type ServerSource, sourceOf } from "../servers/server-work.ts";
import type { AskedUp, NamedServer } from "./asked-up.ts";
import type { Taken } from "./taken.ts";

export interface InstalledOn {
	readonly server: string;
	readonly changed: boolean;
}

/** The server part on one server, exactly as it was shown. */
export async function installThere(
	ctx: Context,
	{ accept, reload }: AskedUp,
	{ id, there, plan }: { id: string; there: NamedServer; plan: Plan },
	taken: Taken[],
): Promise<InstalledOn> {
	const change = { id, ...there, goal: "present", reload, accept } as const;
	const { changed } = await applyPlan({ ctx, input: { ...change, planHash: plan.hash } });
	taken.push({
		what: plan.steps.length > 0 ? `its server part on ${plan.server}` : null,
		rollBack: (lent, former) => takeBack(lent, { id, there, reload, plan }, former),
	});
	return { server: plan.server, changed };
}

interface Installed {
	readonly id: string;
	readonly there: NamedServer;
	readonly reload: boolean;
	readonly plan: Plan;
}

/** Gives what stays there, in words. */
async function takeBack(
	ctx: Context,
	{ id, there, reload, plan: { steps, server: label } }: Installed,
	former: ManagedRow | null,
): Promise<readonly string[]> {
	// An upgrade without a step there has still put its version on the receipt.
	if (steps.length === 0 && former === null) return [];
	const replaced = steps.filter(replacesOwn);
	const comes = steps.some((step) => step.kind === "put-file" && !replacesOwn(step));
	const goal = comes && replaced.length === 0 ? "absent" : "present";
	const { server, serverDir } = there;
	const asked = { id, server, serverDir, goal, reload, reloadPending: false, accept: [] } as const;
	const change = inKnownFolder(ctx, id, asked);
	const find = async (connection: Connection) =>
		former === null || goal === "absent"
			? sourceOfChange(ctx, connection, change)
			: { ...(await sourceOfFormer(ctx, former)), loaded: null, elsewhere: [] };
	const { plan, problems } = await planFrom(ctx, change, find);
	// It stood there as it was, with all that is said of it and of the server.
	const accept = problems.flatMap(({ severity, code }) => (severity === "warning" ? [code] : []));
	await applyChange(ctx, { ...change, accept, planHash: plan.hash }, find);
	return former === null ? replaced.flatMap((step) => remarkOn(label, step)) : [];
}

/** Whether something stood there in its place: of a file that others have a part in, only its own lines tell. */
function replacesOwn(step: Step): boolean {
	if (step.kind === "remove-file") return true;
	if (step.kind !== "put-file") return false;
	const { difference, before } = step;
	return difference?.some((line) => line.startsWith("-")) ?? before !== null;
}

/** What no version of ours brought cannot be put back from one. */
function remarkOn(label: string, step: Step): string[] {
	if (step.kind !== "put-file" && step.kind !== "remove-file") return [];
	const copy = step.keep === null ? "" : `; what was there before is kept as ${step.keep}`;
	return [`on ${label}, ${step.target} stays as this operation wrote it${copy}`];
}

async function sourceOfFormer(ctx: Context, { archive }: ManagedRow): Promise<ServerSource> {
	const tree = await readKeptArchive(ctx, archive.sha256);
	return sourceOf({ extension: storedExtension(archive.extension), tree });
}
