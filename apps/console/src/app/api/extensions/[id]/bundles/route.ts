import { GraftError } from "@graft/core/domain/errors";
import type { NextRequest } from "next/server";
import { bodyOf } from "../../../../../server/body-of.ts";
import { respondToLook } from "../../../../../server/guard.ts";
import { buildChosen } from "../../../../(console)/extensions/[id]/agents/build-chosen.ts";

type Params = { readonly params: Promise<{ id: string }> };

/** Builds one bundle and sends it. The same choice gives the same bytes every time. */
export function GET(request: NextRequest, { params }: Params): Promise<Response> {
	return respondToLook(async ({ ctx }) => {
		const { id } = await params;
		const query = request.nextUrl.searchParams;
		const bundles = await buildChosen(ctx, {
			id,
			without: query.getAll("without"),
			added: query.getAll("added"),
			windowsPath: query.get("windowsPath") ?? "",
			accept: query.getAll("accept"),
		});
		const bundle = bundles.find(({ fileName }) => fileName === query.get("bundle"));
		if (bundle === undefined) {
			throw new GraftError("not-found", "There is no such bundle.", {
				hint: "Choose one on the page of the extension.",
			});
		}
		return new Response(bodyOf(bundle.bytes), {
			headers: {
				"content-type": "application/octet-stream",
				"content-disposition": `attachment; filename*=UTF-8''${encodeURIComponent(bundle.fileName)}`,
			},
		});
	});
}
