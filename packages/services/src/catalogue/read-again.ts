import { GraftError } from "@graft/core/domain/errors";
import type { Extension } from "@graft/core/domain/extension";
import type { Context } from "../context/context.ts";
import { readKeptAgain } from "./archive-store.ts";

/** An extension from its kept archive, by today's rules; `otherwise` where that cannot be read. */
export async function readAgainOr<T>(
	ctx: Context,
	sha256: string,
	otherwise: T,
): Promise<Extension | T> {
	try {
		const { reading } = await readKeptAgain(ctx, sha256, []);
		return reading.extension ?? otherwise;
	} catch (error) {
		if (!(error instanceof GraftError)) throw error;
		return otherwise;
	}
}
