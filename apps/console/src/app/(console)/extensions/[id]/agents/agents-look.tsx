import type { Context } from "@graft/services/context/context";
import { listDeployments } from "@graft/services/deliveries/list-deployments";
import { getProof } from "@graft/services/proof/get-proof";
import { Suspense } from "react";
import { FailureAlert } from "../../../../../components/failure-alert.tsx";
import { failureOf } from "../../../../../server/failure.ts";
import type { ShownExtension } from "../../../../../server/shown-extension.ts";
import { Deployments } from "../deployment/deployments.tsx";
import { mostMachines } from "../deployment/most-machines.ts";
import { ProofByData } from "./proof-by-data.tsx";
import { ServerFailures } from "./server-failures.tsx";

interface Props {
	readonly ctx: Context;
	readonly extension: ShownExtension;
	readonly mayChange: boolean;
}

/** What OCS's database knows of the machines: whose data arrived, and how far deployment is. */
export async function AgentsLook({ ctx, extension, mayChange }: Props) {
	const { id, servers } = extension;
	const found = await look(ctx, id);
	if ("failure" in found) return <FailureAlert failure={found.failure} />;
	const { proof, deployments } = found;
	return (
		<>
			<ProofByData proof={proof} />
			{servers.length > 0 && (
				// Over SSH, maybe: the rest does not wait for it.
				<Suspense fallback={null}>
					<ServerFailures {...{ ctx, id }} />
				</Suspense>
			)}
			<Deployments {...{ id, deployments, mayChange }} />
		</>
	);
}

async function look(ctx: Context, id: string) {
	try {
		const [proof, deployments] = await Promise.all([
			getProof({ ctx, input: { id } }),
			listDeployments({ ctx, input: { id, limit: mostMachines } }),
		]);
		return { proof, deployments };
	} catch (error) {
		return { failure: failureOf(error) };
	}
}
