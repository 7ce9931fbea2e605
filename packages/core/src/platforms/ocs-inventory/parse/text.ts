const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const westernEuropean = new TextDecoder("windows-1252");

/** Text of a package's file, byte order mark taken off: UTF-8 where it is valid, Western European otherwise. */
export function decodeText(bytes: Uint8Array): string {
	const body = hasByteOrderMark(bytes) ? bytes.subarray(3) : bytes;
	return isUtf8(body) ? utf8.decode(body) : westernEuropean.decode(body);
}

/** The same for a program: Perl takes UTF-16 too, by its mark, or by where the zeros stand in Latin text. So does PowerShell. */
export function decodeSource(bytes: Uint8Array): string {
	const encoding = utf16Of(bytes);
	return encoding === null ? decodeText(bytes) : new TextDecoder(encoding).decode(bytes);
}

function utf16Of([first, second, third, fourth]: Uint8Array): "utf-16le" | "utf-16be" | null {
	if (first === 0xff && second === 0xfe) return "utf-16le";
	if (first === 0xfe && second === 0xff) return "utf-16be";
	if (first && second === 0 && third && fourth === 0) return "utf-16le";
	return first === 0 && second && third === 0 && fourth ? "utf-16be" : null;
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
