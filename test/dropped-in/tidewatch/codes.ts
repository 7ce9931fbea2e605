import { problemCodes } from "@graft/core/domain/problem-codes";

/** Of a system that there is only in tests. */
export const tideCodes = problemCodes("tide", [
	"database-refuses",
	"database-unreachable",
	"no-gauge",
	"sql",
	"table-stood-before",
	"table-taken",
]);
