import { problemCodes } from "../../domain/problem-codes.ts";

/** Each stands in docs/platforms/loongcollector.md. */
export const loongcollectorCodes = problemCodes("loongcollector", [
	"bad-id",
	"bad-import",
	"bad-module",
	"builder-not-trusted",
	"duplicate-type",
	"entry-unreadable",
	"global-settings",
	"go-mod-unreadable",
	"import-missing",
	"import-unclear",
	"name-taken",
	"no-go",
	"no-plugin",
	"no-shell",
	"not-built-here",
	"not-imported",
	"path-unfit",
	"replaces",
	"settings-there",
	"type-registered",
	"type-unnamed",
	"unknown-key",
	"version-not-explicit",
	"wrong-package-path",
]);
