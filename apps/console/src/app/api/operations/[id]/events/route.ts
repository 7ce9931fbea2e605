import { followOperation } from "@graft/services/operations/follow-operation";
import { getOperation } from "@graft/services/operations/get-operation";
import type { NextRequest } from "next/server";
import { eventStream } from "../../../../../server/event-stream.ts";
import { respondToLook } from "../../../../../server/guard.ts";

type Params = { readonly params: Promise<{ id: string }> };

/** Sends every event behind `after`, or behind the one that the browser had before it lost the connection, to the end. */
export function GET(request: NextRequest, { params }: Params): Promise<Response> {
	return respondToLook(async ({ ctx }) => {
		const { id } = await params;
		// What is not there is answered as that, and not by a stream.
		await getOperation({ ctx, input: { id, mostEvents: 0 } });
		const after = Math.max(
			numberOf(request.nextUrl.searchParams.get("after")),
			numberOf(request.headers.get("last-event-id")),
		);
		return eventStream(request.signal, (signal) => followOperation(ctx, { id, after }, signal));
	});
}

function numberOf(text: string | null): number {
	return text !== null && /^\d{1,9}$/.test(text) ? Number(text) : 0;
}
