import { problemCodes } from "../domain/problem-codes.ts";

/** Each stands in docs/archives.md. */
export const archiveCodes = problemCodes("archive", [
	"backslash",
	"bad-crc",
	"bad-data",
	"bad-directory",
	"bad-extra-field",
	"bad-header",
	"bad-name",
	"bad-size",
	"duplicate-name",
	"empty",
	"encrypted",
	"entry-outside",
	"file-and-folder",
	"folder-with-content",
	"headers-differ",
	"name-not-utf8",
	"name-too-long",
	"not-a-zip",
	"overlap",
	"special-file",
	"split",
	"too-deep",
	"too-large",
	"too-many-entries",
	"trailing-bytes",
	"truncated",
	"unreadable",
	"unsupported-method",
	"zip64",
]);

export type ArchiveCode = keyof typeof archiveCodes;
