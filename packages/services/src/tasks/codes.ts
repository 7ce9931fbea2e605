import { problemCodes } from "@graft/core/domain/problem-codes";

/** About an extension's folder and its archive as such; docs/archives.md. */
export const extensionCodes = problemCodes("extension", [
	"archive-lost",
	"changed-on-disk",
	"folder-missing",
	"newer-format",
	"newer-neighbour",
	"not-active",
	"not-recognised",
	"second-copy",
	"unreadable-folder",
	"wrong-folder-name",
]);
