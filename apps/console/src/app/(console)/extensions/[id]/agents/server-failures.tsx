import type { Context } from "@graft/services/context/context";
import { getStatus } from "@graft/services/servers/get-status";
import { FailureAlert } from "../../../../../components/failure-alert.tsx";
import { failureOf } from "../../../../../server/failure.ts";
import { FailedAgents } from "./failed-agents.tsx";

/** Points out the servers that have answered agents with HTTP 500 since the server part came there. */
export async function ServerFailures({ ctx, id }: { ctx: Context; id: string }) {
	const found = await look(ctx, id);
	if ("failure" in found) return <FailureAlert failure={found.failure} />;
	const failing = found.extensions
		.flatMap(({ servers }) => servers)
		.flatMap(({ server, errors }) =>
			errors === null || errors.count === 0 ? [] : [{ server, ...errors }],
		);
	return failing.map((each) => <FailedAgents key={each.server} {...each} />);
}

async function look(ctx: Context, id: string) {
	try {
		return await getStatus({ ctx, input: { id } });
	} catch (error) {
		return { failure: failureOf(error) };
	}
}
