import { readExtensionFile } from "@graft/services/extensions/read-extension-file";
import { respondToLook } from "../../../../../../server/guard.ts";

type Params = { readonly params: Promise<{ id: string; sha256: string }> };

/**
 * The text of a file of an extension. It is named by its content, never by a path: what the archive
 * does not hold cannot be asked for. Whatever it is, the browser gets plain text that it may not run.
 */
export function GET(_request: Request, { params }: Params): Promise<Response> {
	return respondToLook(async ({ ctx }) => {
		const { id, sha256 } = await params;
		const { bytes } = await readExtensionFile({ ctx, input: { id, sha256 } });
		if (bytes.includes(0)) return new Response("This file is not text.", { status: 415 });
		return new Response(new Uint8Array(bytes), {
			headers: {
				"content-type": "text/plain; charset=utf-8",
				"content-security-policy": "default-src 'none'; sandbox",
			},
		});
	});
}
