const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const westernEuropean = new TextDecoder("windows-1252");

/** Text of a package's file, byte order mark taken off: UTF-8 where it is valid, Western European otherwise. */
export function decodeText(bytes: Uint8Array): string {
	const body = hasByteOrderMark(bytes) ? bytes.subarray(3) : bytes;
	return isUtf8(body) ? utf8.decode(body) : westernEuropean.decode(body);
}

export function hasByteOrderMark(bytes: Uint8Array): boolean {
	return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
}

export function isUtf8(bytes: Uint8Array): boolean {
	try {
		utf8.decode(bytes);
		return true;
	} catch {
		return false;
	}
}

/** One character for each byte: PHP's strings are bytes, so its source is read as bytes too. */
export function decodeBytes(bytes: Uint8Array): string {
	let text = "";
	for (let start = 0; start < bytes.length; start += 4096) {
		text += String.fromCharCode(...bytes.subarray(start, start + 4096));
	}
	return text;
}

/** The way back from `decodeBytes`. */
export function encodeBytes(text: string): Uint8Array {
	return Uint8Array.from(text, (character) => character.charCodeAt(0));
}
