import { problemCodes } from "../../domain/problem-codes.ts";

/** Each stands in docs/platforms/dkron.md. */
export const dkronCodes = problemCodes("dkron", [
	"bad-id",
	"bad-name",
	"built-in",
	"duplicate-plugin",
	"hidden",
	"in-container",
	"in-use",
	"job-value-not-text",
	"job-unreadable",
	"left-over",
	"name-taken",
	"no-plugin",
	"no-program-here",
	"no-quorum",
	"no-restart",
	"not-a-program",
	"not-for-dkron",
	"stops-dkron",
	"use-unknown",
]);
