import { ParseOption, XmlDocument, type XmlElement, XmlLibError } from "libxml2-wasm";
import { decodeText } from "./text.ts";

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
export function readXml<T>(bytes: Uint8Array, take: (root: XmlElement) => T): XmlReading<T> {
	if (bytes.length > LARGEST_DOCUMENT) {
		return { kind: "malformed", fault: `it has more than ${LARGEST_DOCUMENT} bytes` };
	}
	let document: XmlDocument;
	try {
		document = XmlDocument.fromBuffer(bytes, { option: QUIET });
	} catch {
		return /<!(DOCTYPE|ENTITY)/i.test(decodeText(bytes)) ? { kind: "hostile" } : explain(bytes);
	}
	try {
		if (document.dtd !== null) return { kind: "hostile" };
		return lacks1252(document.encoding, bytes)
			? { kind: "malformed", fault: "it is not windows-1252, as it says it is" }
			: { kind: "read", value: take(document.root) };
	} finally {
		document.dispose();
	}
}

/** The same once more, for what is to be said about it. */
function explain<T>(bytes: Uint8Array): XmlReading<T> {
	let error: unknown;
	try {
		XmlDocument.fromBuffer(bytes, { option: QUIET & ~ParseOption.XML_PARSE_NOERROR }).dispose();
	} catch (thrown) {
		error = thrown;
	}
	const details = error instanceof XmlLibError ? error.details : [];
	const [first] = details.filter(({ level }) => level === FATAL);
	if (first === undefined) return { kind: "malformed", fault: "there is no element in it" };
	const said = first.message.trim().split("\n", 1)[0]?.replace(/\.$/, "") ?? "";
	if (/^Unsupported encoding/.test(said)) return { kind: "hostile" };
	return { kind: "malformed", fault: `line ${first.line}: ${said}` };
}

const FATAL = 3;

/** Five bytes that PHP's iconv knows no character for, and libxml2's own takes. */
function lacks1252(encoding: string | null, bytes: Uint8Array): boolean {
	return (
		/^(windows-|cp)1252$/i.test(encoding ?? "") &&
		[0x81, 0x8d, 0x8f, 0x90, 0x9d].some((byte) => bytes.includes(byte))
	);
}
