import {
	type ErrorDetail,
	ParseOption,
	XmlDocument,
	type XmlElement,
	XmlLibError,
} from "libxml2-wasm";
import { formatCount } from "../../../domain/counts.ts";
import { decodeBytes, decodeText } from "./text.ts";

/** What PHP's SimpleXMLElement makes of some bytes. */
export type XmlReading<T> =
	| { readonly kind: "read"; readonly value: T }
	/** SimpleXMLElement throws; `fault` is why. */
	| { readonly kind: "malformed"; readonly fault: string }
	/** A document type definition, or an encoding in which one could hide. */
	| { readonly kind: "hostile" };

/** Far above every real one. */
const LARGEST_DOCUMENT = 1024 * 1024;

/** Nothing is loaded; without reports libxml2 gives a document exactly where SimpleXMLElement has one. */
const QUIET =
	ParseOption.XML_PARSE_NOERROR | ParseOption.XML_PARSE_NONET | ParseOption.XML_PARSE_NO_XXE;

/** Reads bytes with libxml2, as PHP does; `take` gets the root, which is gone afterwards. */
export function readXml<T>(given: Uint8Array, take: (root: XmlElement) => T): XmlReading<T> {
	const bytes = withoutOverruledMark(given);
	if (bytes.length > LARGEST_DOCUMENT) {
		return { kind: "malformed", fault: `it has more than ${formatCount(LARGEST_DOCUMENT)} bytes` };
	}
	let document: XmlDocument;
	try {
		XmlDocument.fromBuffer(withoutNamespaces(bytes), { option: QUIET }).dispose();
		document = XmlDocument.fromBuffer(bytes, { option: QUIET });
	} catch {
		return /<!(DOCTYPE|ENTITY)/i.test(decodeText(bytes)) ? { kind: "hostile" } : explain(bytes);
	}
	try {
		if (document.dtd !== null) return { kind: "hostile" };
		const encoding = declaredEncoding(bytes);
		return isContradicted(encoding, bytes)
			? { kind: "malformed", fault: `it is not ${encoding}, as it says it is` }
			: { kind: "read", value: take(document.root) };
	} finally {
		document.dispose();
	}
}

/** The same once more, for what is to be said about it. */
function explain<T>(bytes: Uint8Array): XmlReading<T> {
	const [first] = [bytes, withoutNamespaces(bytes)]
		.flatMap(faultsOf)
		.filter(({ level }) => level === FATAL);
	if (first === undefined) return { kind: "malformed", fault: "there is no element in it" };
	const said = first.message.trim().split("\n", 1)[0]?.replace(/\.$/, "") ?? "";
	if (/^Unsupported encoding/.test(said)) return { kind: "hostile" };
	return { kind: "malformed", fault: `line ${first.line}: ${said}` };
}

function faultsOf(bytes: Uint8Array): readonly ErrorDetail[] {
	try {
		XmlDocument.fromBuffer(bytes, { option: QUIET & ~ParseOption.XML_PARSE_NOERROR }).dispose();
	} catch (error) {
		if (error instanceof XmlLibError) return error.details;
	}
	return [];
}

const FATAL = 3;

/**
 * After an error in a namespace our libxml2 looks for nothing behind the root; PHP's does. A colon counts for
 * namespaces alone, so that the same without any is well-formed as long as the document is.
 */
function withoutNamespaces(bytes: Uint8Array): Uint8Array {
	const order = byteOrder(bytes);
	const isColon = (index: number): boolean => {
		if (bytes[index] !== 0x3a) return false;
		if (order === null) return true;
		return order === "LE"
			? index % 2 === 0 && bytes[index + 1] === 0
			: index % 2 === 1 && bytes[index - 1] === 0;
	};
	return bytes.map((byte, index) => (isColon(index) ? 0x5f : byte));
}

/**
 * Where the bytes are not what they say they are, PHP's libxml2 believes the declaration, and ours the bytes. Whatever
 * one of the two does not take is not to be relied on.
 */
function isContradicted(encoding: string, bytes: Uint8Array): boolean {
	const order = byteOrder(bytes);
	if (order !== null) return !["UTF-8", "UTF8", "UTF-16", `UTF-16${order}`].includes(encoding);
	return /^(WINDOWS-|CP)1252$/.test(encoding) && NOT_IN_1252.some((byte) => bytes.includes(byte));
}

/** In upper case; UTF-8 where it says nothing. */
function declaredEncoding(bytes: Uint8Array): string {
	const order = byteOrder(bytes);
	const name = order === null ? "latin1" : `utf-16${order.toLowerCase()}`;
	const start = new TextDecoder(name).decode(bytes.subarray(0, 512));
	const declared = /^\ufeff?<\?xml[^>]*?\sencoding\s*=\s*["']([^"']*)/.exec(start)?.[1];
	return declared?.toUpperCase() ?? "UTF-8";
}

function byteOrder(bytes: Uint8Array): "LE" | "BE" | null {
	if (bytes[0] === 0xff && bytes[1] === 0xfe) return "LE";
	return bytes[0] === 0xfe && bytes[1] === 0xff ? "BE" : null;
}

const NOT_IN_1252 = [0x81, 0x8d, 0x8f, 0x90, 0x9d];

/** A byte order mark of UTF-8 counts only where nothing else is declared. */
function withoutOverruledMark(bytes: Uint8Array): Uint8Array {
	const start = decodeBytes(bytes.subarray(0, 256));
	return /^\xef\xbb\xbf<\?xml[^>]*?\sencoding\s*=/.test(start) ? bytes.subarray(3) : bytes;
}
