import type { LinkKind } from "@graft/core/platforms/place";

/** What a browser is told of a kind of link. */
export type LinkWords = Pick<LinkKind, "id" | "name" | "about" | "variable" | "whereFound">;
