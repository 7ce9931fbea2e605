import { problemCodes } from "../../domain/problem-codes.ts";

/** What stands in the way in a repository; docs/archives.md. */
export const repositoryCodes = problemCodes("repository", [
	"foreign-folder",
	"not-a-folder",
	"receipt-unreadable",
]);
