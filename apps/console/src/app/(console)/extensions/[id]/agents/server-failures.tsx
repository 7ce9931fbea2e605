import type { Context } from "@graft/services/context";
import { getStatus } from "@graft/services/servers/get-status";
import { FailedAgents } from "./failed-agents.tsx";

/** Points out the servers that have answered agents with HTTP 500 since the server part came there. */
export async function ServerFailures({ ctx, id }: { ctx: Context; id: string }) {
	const { extensions } = await getStatus({ ctx, input: { id } });
	const failing = extensions
		.flatMap(({ servers }) => servers)
		.flatMap(({ server, errors }) =>
			errors === null || errors.count === 0 ? [] : [{ server, ...errors }],
		);
	return failing.map((each) => <FailedAgents key={each.server} {...each} />);
}
