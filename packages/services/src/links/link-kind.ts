import { GraftError } from "@graft/core/domain/errors";
import { wordsOfKind } from "@graft/core/platforms/link-words";
import type { LinkKind } from "@graft/core/platforms/place";
import { linkKinds } from "@graft/core/platforms/places";
import * as z from "zod";

/** An outside system by its id; left out, the first database that a platform declares. */
export const linkKind = z.string().max(255).optional();

/** `id` left out: the first of that kind. Throws GraftError "usage" naming those that there are. */
export function kindOf(id: string | undefined, kind?: LinkKind["kind"]): LinkKind {
	const among = linkKinds.filter((each) => kind === undefined || each.kind === kind);
	const found = id === undefined ? among[0] : among.find((each) => each.id === id);
	if (found !== undefined) return found;
	const what = kind === undefined ? "" : ` by its ${wordsOfKind[kind].noun}`;
	throw new GraftError("usage", `There is no system ${id ?? ""} that could be linked${what}.`, {
		hint: `Those that can be: ${among.map((each) => each.id).join(", ")}.`,
	});
}
