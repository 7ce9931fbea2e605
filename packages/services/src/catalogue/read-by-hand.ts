import type { Context } from "../context/context.ts";
import { readOne } from "./look-at-folder.ts";
import { type Look, lookAround, readBeside } from "./neighbours.ts";

/** What lies in a folder that no archive is known of, beside its neighbours, with its files. */
export async function readByHand(ctx: Context, id: string, how: Look) {
	const around = await lookAround(ctx, how);
	return readBeside(
		around,
		(neighbours) => readOne(ctx, id, neighbours),
		(read) => read.reading?.extension ?? null,
		around.strays.get(id) ?? null,
	);
}
