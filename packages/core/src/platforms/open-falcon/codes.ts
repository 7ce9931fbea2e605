import { problemCodes } from "../../domain/problem-codes.ts";

/** Each stands in docs/platforms/open-falcon.md. */
export const falconCodes = problemCodes("open-falcon", [
	"api-refuses",
	"api-unreachable",
	"bad-binding",
	"bad-id",
	"bad-shebang",
	"binds-nothing",
	"counter-type",
	"data-as-plugin",
	"left-over",
	"manifest-shape",
	"manifest-unreadable",
	"named-by-plugin",
	"never-run",
	"no-plugin",
	"no-shebang",
	"not-bound",
	"repository-refuses",
	"repository-unreachable",
	"step-differs",
	"stops-agent",
]);
