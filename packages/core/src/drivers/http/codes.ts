import { problemCodes } from "../../domain/problem-codes.ts";

/** What stands in the way in a system's API; docs/archives.md. */
export const bindingCodes = problemCodes("binding", ["leads-out", "no-group"]);
