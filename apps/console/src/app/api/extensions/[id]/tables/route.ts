import { exportExtensionTables } from "@graft/services/tables/export-extension-tables";
import { respondToChange } from "../../../../../server/guard.ts";

type Params = { readonly params: Promise<{ id: string }> };

/**
 * Sends the tables of an extension as they are read, so that millions of rows need no memory. By POST, for which
 * browsers say where it comes from: it asks much of the database. It breaks off where the database does.
 */
export function POST(_request: Request, { params }: Params): Promise<Response> {
	return respondToChange(async ({ ctx }) => {
		const { id } = await params;
		const { fileName, stream } = await exportExtensionTables({ ctx, input: { id } });
		return new Response(asBody(stream), {
			headers: {
				"content-type": "application/gzip",
				"content-disposition": `attachment; filename*=UTF-8''${encodeURIComponent(fileName)}`,
			},
		});
	});
}

/** A reader that goes away ends the session with the database too. */
function asBody(stream: AsyncIterable<Uint8Array>): ReadableStream<Uint8Array> {
	const chunks = stream[Symbol.asyncIterator]();
	return new ReadableStream({
		pull: async (controller) => {
			const { value, done } = await chunks.next();
			if (done) controller.close();
			else controller.enqueue(value);
		},
		cancel: async () => {
			await chunks.return?.();
		},
	});
}
