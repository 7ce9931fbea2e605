import { countOf } from "@graft/core/domain/counts";
import { GraftError } from "@graft/core/domain/errors";
import { isRefused } from "@graft/core/domain/problem";
import type { Delivered, DeploymentPlan } from "@graft/core/platforms/delivery";
import { type LoadedExtension, loadExtension } from "../catalogue/load-extension.ts";
import { requireAccepted } from "../context/acceptance.ts";
import { type Call, type Context, parseInput } from "../context/context.ts";
import { sha256Text } from "../context/input-parts.ts";
import { requireAdministrator } from "../context/require-administrator.ts";
import { withLease } from "../running/lease.ts";
import { runOperation } from "../running/run-operation.ts";
import { type AskedDeployment, deployment } from "./deployment-input.ts";
import { agentProblems, subjectOf } from "./pack-packages.ts";
import { changeByDelivery, type Lent } from "./with-delivery.ts";

export const deployExtensionInput = deployment.extend({ planHash: sha256Text });

export interface DeployedExtension extends Delivered {
	readonly operation: { readonly id: string };
	/** What the packages do on machines. */
	readonly purpose: "install" | "uninstall";
}

type Asked = AskedDeployment & { readonly planHash: string };

/**
 * Gives the agent part of an extension to machines, or takes it off, by their system's own means, exactly as it was shown. Throws GraftError:
 * "refused" (stale plan, a warning that nobody accepted, an address that agents could not fetch from: all is as before),
 * "unreachable" (run it again: it goes on), "partly-done" (machines were given it, or may have been).
 */
export async function deployExtension({
	ctx,
	input,
}: Call<typeof deployExtensionInput>): Promise<DeployedExtension> {
	await requireAdministrator(ctx, "deploy an extension");
	const asked = parseInput(deployExtensionInput, input);
	const lease = { extensionId: asked.id, kind: "deploy" };
	return withLease(ctx, lease, (held) => deployAlone(held, asked));
}

async function deployAlone(ctx: Context, asked: Asked): Promise<DeployedExtension> {
	const loaded = await loadExtension(ctx, asked.id);
	const { id, version } = loaded.extension;
	const { purpose } = asked;
	return runOperation(ctx, { kind: "deploy", extensionId: id, version }, async (operation) => {
		const { platform } = loaded.extension;
		const done = await changeByDelivery(ctx, { platform, ...asked }, operation, (lent) =>
			deploy(ctx, lent, loaded, asked),
		);
		const assigned = done.packages.reduce((sum, each) => sum + each.assigned, 0);
		const what = purpose === "install" ? "Version" : "The package that uninstalls version";
		const machines = countOf(assigned, "machine");
		return {
			result: { operation: { id: operation.id }, purpose, ...done },
			summary: done.changed ? `${what} ${version} was given to ${machines}.` : null,
			writes: [],
			elsewhere: done.changed,
		};
	});
}

async function deploy(
	ctx: Context,
	{ delivery, tools }: Lent,
	loaded: LoadedExtension,
	asked: Asked,
): Promise<Delivered> {
	const subject = await subjectOf(ctx, loaded, asked);
	const prepared = await delivery.prepare(tools, subject, asked);
	refuse(prepared.plan, loaded, asked);
	const accepted = [...loaded.accepted, ...asked.accept];
	const accept: Parameters<typeof delivery.deliver>[2]["accept"] = (problems) =>
		requireAccepted(problems, accepted, ["agent"], `To deploy ${asked.id}`);
	return delivery.deliver(tools, subject, { wish: asked, prepared, accept });
}

function refuse(plan: DeploymentPlan, loaded: LoadedExtension, asked: Asked): void {
	if (plan.hash !== asked.planHash) {
		throw new GraftError(
			"refused",
			`The deployment of ${asked.id} is not the one that you agreed to (${asked.planHash.slice(0, 12)}): its system, the machines or the extension changed since; nothing was touched.`,
			{ hint: "Look at it again, and deploy that." },
		);
	}
	if (isRefused(plan.problems)) {
		const [first] = plan.problems.filter(({ severity }) => severity === "error");
		throw new GraftError("refused", `${asked.id} cannot be deployed. ${first?.message}`, {
			hint: first?.hint ?? "",
			problems: plan.problems,
		});
	}
	const all = [...agentProblems(loaded, asked), ...plan.problems];
	const accepted = [...loaded.accepted, ...asked.accept];
	requireAccepted(all, accepted, ["agent"], `To deploy ${asked.id}`);
}
