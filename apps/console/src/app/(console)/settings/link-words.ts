import type { KindWords } from "@graft/core/platforms/link-words";
import type { LinkKind } from "@graft/core/platforms/place";

/** What a browser is told of a kind of link. */
export type LinkWords = KindWords &
	Pick<LinkKind, "id" | "name" | "about" | "variable" | "whereFound">;
