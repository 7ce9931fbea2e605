import { listOperations } from "@graft/services/operations/list-operations";
import { respondToLook } from "../../../server/guard.ts";

/** What waits or runs now, for the line that stands on every page. */
export function GET(): Promise<Response> {
	return respondToLook(async ({ ctx }) => {
		const { operations } = await listOperations({ ctx, input: { open: true } });
		return Response.json(operations, { headers: { "cache-control": "no-store" } });
	});
}
