import type { Connection } from "@graft/core/connections/connection";
import { withRetry } from "@graft/core/connections/with-retry";
import { GraftError } from "@graft/core/domain/errors";
import { type Plan, placesNothing, type Receipt } from "@graft/core/domain/plan";
import { isRefused } from "@graft/core/domain/problem";
import { applyPlan as applyToServer } from "@graft/core/drivers/files/apply/apply-plan";
import { type LoadedExtension, loadExtension } from "../catalogue/load-extension.ts";
import { toJson } from "../catalogue/stored.ts";
import { accept, requireAccepted } from "../context/acceptance.ts";
import { type Call, type Context, parseInput } from "../context/context.ts";
import { sha256Text } from "../context/input-parts.ts";
import { requireAdministrator } from "../context/require-administrator.ts";
import { ensureManaged } from "../extensions/ensure-managed.ts";
import { withLease } from "../running/lease.ts";
import { type Operation, runOperation } from "../running/run-operation.ts";
import { inKnownFolder } from "./in-known-folder.ts";
import {
	type ChangeSource,
	prepareChange,
	type ServerChange,
	serverChangeInput,
	serviceThere,
	sourceOfChange,
} from "./prepare-plan.ts";
import { rememberServer } from "./remember-server.ts";
import { rememberWhatIsThere } from "./remember-what-is-there.ts";

export const applyPlanInput = serverChangeInput.extend({ planHash: sha256Text });

export interface AppliedPlan {
	readonly operation: { readonly id: string };
	readonly receipt: Receipt | null;
	readonly changed: boolean;
	/** False where nothing of the extension has a place on a server. */
	readonly hasServerPart: boolean;
}

type Asked = ServerChange & { readonly planHash: string };

/**
 * Applies exactly the plan that was shown. Throws GraftError: "refused" (stale plan, a warning that nobody accepted,
 * a check that failed: all is as before), "unreachable", "host-key", "partly-done".
 */
export async function applyPlan({ ctx, input }: Call<typeof applyPlanInput>): Promise<AppliedPlan> {
	await requireAdministrator(ctx, "change a server");
	const parsed = parseInput(applyPlanInput, input);
	const asked = inKnownFolder(ctx, parsed.id, parsed);
	const lease = { extensionId: asked.id, kind: kindOf(asked) };
	return withLease(ctx, lease, (held) => applyHere(held, asked));
}

async function applyHere(ctx: Context, asked: Asked): Promise<AppliedPlan> {
	if (asked.goal === "present") await ensureManaged(ctx, await loadExtension(ctx, asked.id));
	return applyChange(ctx, asked, (connection) => sourceOfChange(ctx, connection, asked));
}

function kindOf({ goal }: Asked): "install" | "uninstall" {
	return goal === "present" ? "install" : "uninstall";
}

/** The same with what it is made from given; that is looked for where the server is. */
export async function applyChange(
	ctx: Context,
	asked: Asked,
	find: (connection: Connection) => Promise<ChangeSource>,
): Promise<AppliedPlan> {
	const kind = kindOf(asked);
	const serverId = await rememberServer(ctx, asked.server);
	const onServer = { id: serverId, planHash: asked.planHash };
	const operation = { kind, extensionId: asked.id, onServer } as const;
	return runOperation(ctx, operation, async (running) => {
		const standing = await ctx.database.receipt.findFirst({
			where: { serverId, extensionId: asked.id, serverDir: asked.serverDir ?? null },
		});
		const done = await withRetry(
			() => ctx.connect(asked.server),
			async (connection) => applyOn(ctx, connection, running, asked, await find(connection)),
		);
		const { receipt, changed, plan } = done;
		const seen = { plan, serverId, operationId: running.id, receipt, serverDir: asked.serverDir };
		return {
			result: {
				operation: { id: running.id },
				...{ receipt, changed, hasServerPart: !placesNothing(plan) },
			},
			summary: summaryOf(plan, changed),
			elsewhere: changed,
			before: standing?.state === "missing" ? null : (standing?.version ?? null),
			writes: [...rememberWhatIsThere(ctx, seen), ...rememberAccepted(ctx, done)],
		};
	});
}

async function applyOn(
	ctx: Context,
	connection: Connection,
	operation: Operation,
	asked: Asked,
	source: ChangeSource,
) {
	const prepared = await prepareChange(connection, source, asked);
	const { plan, problems } = prepared;
	const { loaded } = source;
	if (isRefused(problems)) {
		throw new GraftError("refused", `${plan.server} cannot be changed as things are.`, {
			hint: "Fix the problems named below on the server, and plan again.",
			problems,
		});
	}
	const accepted = accept(problems, loaded?.accepted ?? [], asked.accept);
	const doing = plan.goal === "present" ? "install" : "uninstall";
	requireAccepted(problems, accepted, ["server"], `To ${doing} ${asked.id} on ${plan.server}`);
	const applied = await applyToServer({
		connection,
		prepared,
		expectedHash: asked.planHash,
		actor: ctx.actor.name,
		clock: ctx.clock,
		report: operation.report,
		signal: ctx.signal,
		operation: operation.id,
		service: () => serviceThere(connection, source.place, asked),
	});
	return { ...applied, plan, loaded, accepted };
}

function summaryOf({ goal, extension, server }: Plan, changed: boolean): string {
	if (!changed) return `Nothing had to be done on ${server}.`;
	return goal === "present"
		? `Version ${extension.version} was installed on ${server}.`
		: `It was uninstalled from ${server}.`;
}

/** About the extension alone: what is said of a server is accepted for this one time. */
function rememberAccepted(
	{ database }: Context,
	{ loaded, accepted }: { loaded: LoadedExtension | null; accepted: readonly string[] },
) {
	if (loaded === null || loaded.row === null) return [];
	const own = new Set([...loaded.accepted, ...loaded.problems.map(({ code }) => code)]);
	const data = { accepted: toJson(accepted.filter((code) => own.has(code))) };
	return [database.archive.update({ where: { sha256: loaded.row.archiveSha256 }, data })];
}
