import { problemCodes } from "../../../domain/problem-codes.ts";

/** What stands in the way on a server; docs/archives.md. */
export const placeCodes = problemCodes("place", [
	"no-folder",
	"not-a-file",
	"not-a-folder",
	"owned-by-another",
]);

export const planCodes = problemCodes("plan", ["stale"]);
