import type { ServerTarget } from "./server-target.ts";

/** Where somebody names no server. Alone in this file, for pages in a browser say it too. */
export const thisMachine = { address: "local" } satisfies ServerTarget;
