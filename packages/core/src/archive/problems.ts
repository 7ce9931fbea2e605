import { printable } from "../domain/printable.ts";
import type { Problem } from "../domain/problem.ts";
import { type ArchiveCode, archiveCodes } from "./codes.ts";

const again = "Download the archive again, or make it again, and check that nothing changed it.";
const ordinary = "Make the archive again with an ordinary zip program.";
const rename = "Rename the file, and make the archive again.";

/** What to do about each. */
const hints: Readonly<Record<ArchiveCode, string>> = {
	"archive/not-a-zip": "Give the .zip as it was downloaded, not the page that links to it.",
	"archive/empty": "Give the .zip as it was downloaded, with the extension's files in it.",
	"archive/truncated": again,
	"archive/trailing-bytes": again,
	"archive/bad-directory": again,
	"archive/bad-header": again,
	"archive/headers-differ": ordinary,
	"archive/bad-extra-field": again,
	"archive/overlap": ordinary,
	"archive/stray-bytes": ordinary,
	"archive/split": "Join the volumes into one zip first.",
	"archive/zip64": "Make the archive again without zip64 (`zip -fz-`).",
	"archive/encrypted": "Make the archive again without a password.",
	"archive/unsupported-method": "Make the archive again with Deflate, or without compression.",
	"archive/special-file": "Put plain files and folders in its place.",
	"archive/folder-with-content": ordinary,
	"archive/found-deeper": "Where another folder is meant, name it: --root FOLDER.",
	"archive/several-extensions": "Say which one is meant: --root FOLDER.",
	"archive/bad-crc": again,
	"archive/bad-data": again,
	"archive/bad-size": again,
	"archive/entry-outside": "Do not unpack this archive anywhere: ask its author about it.",
	"archive/backslash":
		"Make the archive again with a program that writes / between folders, such as Windows Explorer.",
	"archive/bad-name": rename,
	"archive/windows-name": rename,
	"archive/invisible-name":
		"Rename the file, and make the archive again; ask its author why they are there.",
	"archive/name-not-utf8": "Make the archive again with names in UTF-8, or with ASCII names.",
	"archive/name-too-long": "Shorten the name, and make the archive again.",
	"archive/too-deep": "Put the files into fewer folders, and make the archive again.",
	"archive/duplicate-name": "Keep one of them, and make the archive again.",
	"archive/file-and-folder": "Rename one of them, and make the archive again.",
	"archive/too-many-entries": "Leave out what does not belong to the extension.",
	"archive/too-large": "Leave out what does not belong to the extension.",
	"archive/unreadable": "Give the user that runs Graft the right to read it.",
};

/** `path` is the entry's own name; control characters in it are shown, not sent to a terminal. */
export function archiveProblem(
	code: ArchiveCode,
	path: string,
	message: string,
	hint: string = hints[code],
): Problem {
	return { severity: "error", code: archiveCodes[code], path: shown(path), message, hint };
}

const LONGEST = 200;

/** A name from an archive, safe to print, on one line. */
export function shown(name: string): string {
	const cut = name.length > LONGEST ? `${name.slice(0, LONGEST)}…` : name;
	return printable(cut).replaceAll("\n", "\\n").replaceAll("\t", "\\t");
}
