import { crc32 } from "node:zlib";
import { decodeUtf8 } from "../../domain/utf8.ts";
import type { Finding } from "./entry-rules.ts";
import { type CentralHeader, type Header, type LocalHeader, readExtra } from "./records.ts";

const IS_UTF8 = 0x0800;
const FIELD_UNICODE_PATH = 0x7075;
/** One byte of version and four of CRC stand before the name. */
const NAME_AT = 5;
const SLASH = 0x2f;
/** Their programs write names in a code page where they do not say that it is UTF-8. */
const CODE_PAGE_HOSTS = [0, 10, 14];

/**
 * The name that all readers see, or why there is none. A Unicode path field (APPNOTE 4.6.9) is the name where its CRC
 * is right. Without one, names are UTF-8 also where the flag does not say so: macOS does not set it.
 */
export function nameOf(central: CentralHeader, local: LocalHeader): string | Finding {
	const ofList = unicodePaths(central);
	const own = unicodePaths(local);
	const [field = own[0]] = ofList;
	if (field === undefined) return plainName(central);
	if (field.subarray(NAME_AT).equals(central.name)) return decoded(central.name);
	// Readers go by the list: what the entry's own header has alone, they do not see.
	const isAlone = ofList.length === 1 && own.length <= 1;
	if (!isAlone || own.some((other) => !other.equals(field))) {
		return differ("It has several names in extra fields.");
	}
	return nameOfField(field, central);
}

function plainName({ name, flags, host }: CentralHeader): string | Finding {
	const text = decodeUtf8(name);
	const isAscii = text?.length === name.length;
	const isUtf8 = (flags & IS_UTF8) !== 0;
	if (isAscii || isUtf8 || !CODE_PAGE_HOSTS.includes(host)) return decoded(name);
	return ["archive/name-not-utf8", "Nothing in the zip says that its name is UTF-8."];
}

function nameOfField(field: Buffer, { name, flags }: CentralHeader): string | Finding {
	const fits = field.length >= NAME_AT && field[0] === 1 && field.readUInt32LE(1) === crc32(name);
	if (!fits) return differ("A second name in an extra field is not the same, and does not fit it.");
	if ((flags & IS_UTF8) !== 0) {
		return differ("Its name is UTF-8, and a second one in an extra field is not the same.");
	}
	const written = field.subarray(NAME_AT);
	if ((written.at(-1) === SLASH) !== (name.at(-1) === SLASH)) {
		return differ("By one of its two names it is a folder, by the other a file.");
	}
	return decoded(written);
}

function unicodePaths({ extra }: Header): Buffer[] {
	const fields = (readExtra(extra) ?? []).filter(({ id }) => id === FIELD_UNICODE_PATH);
	return fields.map(({ data }) => data);
}

function differ(message: string): Finding {
	return ["archive/headers-differ", message];
}

function decoded(name: Buffer): string | Finding {
	return decodeUtf8(name) ?? ["archive/name-not-utf8", "Its name is not UTF-8."];
}
