// Writes a deflated zip, as GitHub hands them out: make-zip-worker FILE COUNT BYTES-EACH
import { writeFileSync } from "node:fs";
import { crc32, deflateRawSync } from "node:zlib";
import { rawZip } from "../../test/builders/zip.ts";

const [, , file = "", count = "", bytes = ""] = process.argv;
const entries = Array.from({ length: Number(count) }, (_, index) => {
	const content = Buffer.from(`${index} line of text\n`.repeat(Number(bytes) / 16));
	return {
		name: `sample/folder-${index % 40}/file-${index}.txt`,
		body: deflateRawSync(content),
		says: { method: 8, crc: crc32(content), size: content.length },
	};
});
writeFileSync(file, rawZip(entries));
