import fc from "fast-check";
import { afterEach, describe, expect, it, vi } from "vitest";
import { bytesOf, sha256 } from "../../../../test/builders/tree.ts";
import { readArchive } from "./read-archive.ts";
import { writeZip } from "./write-zip.ts";

const file = (path: string, content: string | Uint8Array, executable = false) => ({
	path,
	bytes: bytesOf(content),
	executable,
});

const segment = fc
	.string({ unit: "grapheme", minLength: 1, maxLength: 12 })
	.filter((name) => !/[/\\:.\s\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\ufffd]/u.test(name));
const path = fc.array(segment, { minLength: 1, maxLength: 4 }).map((names) => names.join("/"));
/** A number in front of each keeps names apart where case does not count. */
const files = fc
	.array(fc.tuple(path, fc.uint8Array({ maxLength: 300 }), fc.boolean()), {
		minLength: 1,
		maxLength: 8,
	})
	.map((list) =>
		list.map(([name, bytes, executable], index) => file(`${index}${name}`, bytes, executable)),
	);

afterEach(() => {
	vi.unstubAllEnvs();
});

describe("a zip that Graft writes", () => {
	it("is read again as the same files", () => {
		fc.assert(
			fc.property(files, (written) => {
				const read = readArchive(writeZip(written));
				const prefix = read.root === "" ? "" : `${read.root}/`;
				const found = [...read.files.values()].map(({ path, bytes }) => [prefix + path, bytes]);
				expect(new Map(found as [string, Uint8Array][])).toEqual(
					new Map(written.map(({ path, bytes }) => [path, bytes])),
				);
			}),
			{ numRuns: 500 },
		);
	});

	it("has the same bytes whatever the order of its files", () => {
		fc.assert(
			fc.property(files, (written) => {
				expect(writeZip(written.toReversed())).toEqual(writeZip(written));
			}),
		);
	});

	it.each(["UTC", "Asia/Kathmandu", "America/St_Johns"])(
		"has the bytes it always had, in %s",
		(zone) => {
			vi.stubEnv("TZ", zone);
			const zip = writeZip([
				file("X.ps1", "Write-Output 1\r\n"),
				file("install.sh", "#!/bin/sh\n", true),
				file("été/日本", ""),
			]);
			expect(sha256(zip)).toBe("f069980cb63e51ac0f1b1dd352f0199210b8a12ae03bdf6dd68ce8f018d5eb49");
		},
	);

	it("keeps executable files executable, and gives all others 0644", () => {
		const zip = Buffer.from(writeZip([file("a", "1"), file("b", "2", true)]));
		const first = zip.indexOf("PK\u0001\u0002", 0, "latin1");
		const second = zip.indexOf("PK\u0001\u0002", first + 1, "latin1");
		const modes = [first, second].map((at) => (zip.readUInt32LE(at + 38) >>> 16).toString(8));
		expect(modes).toEqual(["100644", "100755"]);
	});

	it("cannot hold two files of one path, or a path that is none", () => {
		expect(() => writeZip([file("a", "1"), file("a", "2")])).toThrow("Two files");
		expect(() => writeZip([file("../a", "1")])).toThrow("Not a path");
	});
});
