import { type NameOf, problemCodes } from "../../domain/problem-codes.ts";

/** Each stands in docs/platforms/panoptes.md. */
export const panoptesCodes = problemCodes("panoptes", [
	"bad-id",
	"duplicate-name",
	"ini-unreadable",
	"module-missing",
	"module-moved",
	"module-on-server",
	"module-outside",
	"module-with-py",
	"name-forbidden",
	"name-taken",
	"never-scheduled",
	"no-core",
	"no-documentation",
	"no-module",
	"no-name",
	"no-resource-filter",
	"no-run",
	"path-missing",
	"percent",
	"version-not-numeric",
	"wrong-base-class",
]);

/** As the rules name it. */
export type PanoptesCodeName = NameOf<keyof typeof panoptesCodes>;
