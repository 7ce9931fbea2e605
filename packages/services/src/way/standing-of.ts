import { GraftError } from "@graft/core/domain/errors";
import { type KnownExtension, knownExtension } from "../catalogue/known-extension.ts";
import type { Context } from "../context/context.ts";

const nothing: KnownExtension = { row: null, present: undefined, extension: null };

/** What is here of it, which may be nothing any more. */
export async function standingOf(ctx: Context, id: string): Promise<KnownExtension> {
	return knownExtension(ctx, id).catch((error: unknown) => {
		if (error instanceof GraftError && error.kind === "not-found") return nothing;
		throw error;
	});
}
