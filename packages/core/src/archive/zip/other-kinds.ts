/** What a file is that is no zip, in words that go on from "it is …", and what to do about it. */
export interface OtherKind {
	readonly is: string;
	readonly hint: string;
}

type Recognise = (bytes: Buffer, start: string) => boolean;

const pack = "Unpack it, and make a zip of the folder that comes out: zip -r extension.zip FOLDER";
const download = "Give the .zip as it was downloaded, not the page that links to it.";
const whole = "Give the .zip of the whole extension, not one file of it.";
const again = "Download the .zip again: what came instead of it says why.";

const magic =
	(...bytes: readonly number[]): Recognise =>
	(file) =>
		bytes.every((byte, at) => file[at] === byte);
const text =
	(pattern: RegExp): Recognise =>
	(_, start) =>
		pattern.test(start);
const at =
	(offset: number, mark: string): Recognise =>
	(file) =>
		file.subarray(offset, offset + mark.length).toString("latin1") === mark;

/** The first that fits: is, hint, how it is recognised. */
const kinds: readonly (readonly [string, string, Recognise])[] = [
	["a gzip file, such as a .tar.gz", pack, magic(0x1f, 0x8b)],
	["a file packed by compress, such as a .tar.Z", pack, magic(0x1f, 0x9d)],
	["a bzip2 file, such as a .tar.bz2", pack, text(/^BZh[1-9]/)],
	["an xz file, such as a .tar.xz", pack, magic(0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00)],
	["a zstd file, such as a .tar.zst", pack, magic(0x28, 0xb5, 0x2f, 0xfd)],
	["an lz4 file", pack, magic(0x04, 0x22, 0x4d, 0x18)],
	["an lzip file, such as a .tar.lz", pack, at(0, "LZIP\x01")],
	["a 7z archive", pack, magic(0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c)],
	["a RAR archive", pack, at(0, "Rar!\x1a\x07")],
	["a tar archive", pack, at(257, "ustar")],
	["a cabinet file of Windows (.cab)", pack, at(0, "MSCF")],
	["a package of Debian (.deb)", pack, at(0, "!<arch>\ndebian")],
	["an RPM package", pack, magic(0xed, 0xab, 0xee, 0xdb)],
	["a cpio archive", pack, text(/^07070[127]/)],
	["an xar archive, such as a .pkg of macOS", pack, at(0, "xar!")],
	["an image of a CD (.iso)", pack, at(0x8001, "CD001")],
	["an .msi, or another file of old Microsoft Office", download, magic(0xd0, 0xcf, 0x11, 0xe0)],
	["what macOS keeps beside a file (AppleDouble)", whole, magic(0, 0x05, 0x16, 0x07)],
	["a program", download, (file) => isProgram(file) || at(0, "MZ")(file, "")],
	["a PDF", download, at(0, "%PDF-")],
	["a picture", download, magic(0x89, 0x50, 0x4e, 0x47)],
	["a picture", download, magic(0xff, 0xd8, 0xff)],
	["a picture", download, text(/^GIF8[79]a/)],
	[
		"a bundle of git",
		"Check it out, and make a zip of the folder: git archive.",
		text(/^# v\d git bundle/),
	],
	[
		"a pointer of Git LFS, which stands for the zip in the repository",
		"Get the zip itself (git lfs pull), or download it from the release's page.",
		text(/^version https:\/\/git-lfs\.github\.com\/spec\//),
	],
	[
		"a web page, often the one that links to the zip or asks to sign in",
		download,
		text(
			/^(<\?xml[^>]*>\s*)?(<!--[\s\S]*?-->\s*)*<(!doctype\s+html|html|head|body|title|meta|script)\b/i,
		),
	],
	["an answer in JSON, often an error of the site it came from", again, isJson],
	["an XML file", again, text(/^<(\?xml|[a-z][\w:.-]*[\s>])/i)],
	["a PHP file", whole, text(/^<\?(php|=)/i)],
	["an ini file, such as a plugin's own", whole, text(/^\[[^\]\n]+\]\s*\n/)],
	["a script", whole, text(/^#!/)],
	[
		"a zip written as text (base64)",
		"Decode it first: base64 -d FILE > extension.zip",
		text(/^UEsDB[A-Za-z0-9+/\s]/),
	],
	["nothing but zeros, as a download that was broken off leaves them", again, isZeros],
	["text", download, (file) => isText(file)],
];

/** What it most likely is, by how it starts. */
export function otherKind(file: Buffer): OtherKind {
	const start = startOf(file);
	const found = kinds.find(([, , recognise]) => recognise(file, start));
	const [is, hint] = found ?? ["Graft does not know what it is", download];
	return found === undefined ? { is, hint } : { is: `it is ${is}`, hint };
}

const LOOKED_AT = 4096;

/** As text, without a byte order mark and white space before it. */
function startOf(file: Buffer): string {
	const head = file.subarray(0, LOOKED_AT);
	const isUtf16 = (head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0x3c && head[1] === 0);
	return head.toString(isUtf16 ? "utf16le" : "utf8").replace(/^\ufeff?\s*/, "");
}

/** Of Windows or of Linux: what a zip that unpacks itself starts with. */
export function isProgram(file: Buffer): boolean {
	if (file.length < 0x40) return false;
	if (magic(0x7f, 0x45, 0x4c, 0x46)(file, "")) return true;
	return at(0, "MZ")(file, "") && at(file.readUInt32LE(0x3c), "PE\0\0")(file, "");
}

function isJson(file: Buffer, start: string): boolean {
	if (!/^[[{]/.test(start)) return false;
	try {
		JSON.parse(
			file
				.subarray(0, 2 ** 20)
				.toString("utf8")
				.replace(/^\ufeff/, ""),
		);
		return true;
	} catch {
		return /^\{\s*"[^"\n]*"\s*:/.test(start);
	}
}

function isZeros(file: Buffer): boolean {
	return file.length > 0 && file.every((byte) => byte === 0);
}

function isText(file: Buffer): boolean {
	return !file
		.subarray(0, LOOKED_AT)
		.some((byte) => byte < 0x20 && ![9, 10, 12, 13].includes(byte));
}
