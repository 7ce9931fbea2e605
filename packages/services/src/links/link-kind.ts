import { GraftError } from "@graft/core/domain/errors";
import type { LinkKind } from "@graft/core/platforms/place";
import { linkKinds } from "@graft/core/platforms/places";
import * as z from "zod";

/** A kind of link by its id; left out, the first one that a platform declares. */
export const linkKind = z.string().max(255).optional();

/** Throws GraftError "usage" naming the kinds that there are. */
export function kindOf(id: string | undefined): LinkKind {
	const [first] = linkKinds;
	const found = id === undefined ? first : linkKinds.find((kind) => kind.id === id);
	if (found !== undefined) return found;
	throw new GraftError("usage", `There is no system ${id} that could be linked.`, {
		hint: `Those that can be: ${linkKinds.map((kind) => kind.id).join(", ")}.`,
	});
}
