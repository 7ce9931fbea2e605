import { gzipSync } from "node:zlib";
import { expect, it } from "vitest";
import { bytesOf } from "../../../../../test/builders/tree.ts";
import { rawZip } from "../../../../../test/builders/zip.ts";
import { GraftError } from "../../domain/errors.ts";
import { readArchive } from "../read-archive.ts";

function refusal(file: Uint8Array) {
	try {
		readArchive(file);
	} catch (error) {
		if (error instanceof GraftError) return error.problems;
	}
	throw new Error("not refused");
}

const tar = Buffer.alloc(1024);
tar.write("extension/install.php");
tar.write("ustar", 257);
const utf16 = Buffer.from("\ufeff<!DOCTYPE html><html>", "utf16le");

it.each<[string, string | Uint8Array, RegExp]>([
	[".tar.gz", gzipSync(tar), /make a zip of the folder/],
	["tar archive", tar, /make a zip of the folder/],
	[".tar.xz", Uint8Array.of(0xfd, 0x37, 0x7a, 0x58, 0x5a, 0, 0), /make a zip/],
	[".tar.bz2", "BZh91AY&SY", /make a zip/],
	["7z", Uint8Array.of(0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c, 0, 4), /make a zip/],
	["RAR", "Rar!\u001a\u0007\u0001\u0000", /make a zip/],
	["web page", "\ufeff\n<!-- hi -->\n<!doctype HTML><title>404</title>", /as it was downloaded/],
	["web page", utf16, /as it was downloaded/],
	["web page", "<html lang=en>", /as it was downloaded/],
	["JSON", '{"message":"Not Found","status":"404"}', /says why/],
	[
		"Git LFS",
		"version https://git-lfs.github.com/spec/v1\noid sha256:ab\nsize 9\n",
		/git lfs pull/,
	],
	["PHP file", "<?php function extension_install_x() {}", /whole extension/],
	["AppleDouble", Uint8Array.of(0, 5, 0x16, 7, 0, 2, 0, 0), /whole extension/],
	["base64", Buffer.from(rawZip([{ name: "a" }])).toString("base64"), /Decode it/],
	["zeros", new Uint8Array(5000), /says why/],
	["picture", rawZip([{ name: "a" }], { before: bytesOf("GIF89a") }), /as it was downloaded/],
	["text", "not found\n", /as it was downloaded/],
	["does not know", Uint8Array.of(1, 2, 3, 4), /as it was downloaded/],
])("a file that is no zip is called what it is: %s", (name, file, hint) => {
	const [problem, ...others] = refusal(bytesOf(file));
	expect(others).toEqual([]);
	expect(problem?.code).toBe("archive/not-a-zip");
	expect(problem?.message).toContain(name);
	expect(problem?.hint).toMatch(hint);
});
