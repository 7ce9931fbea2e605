import { XMLParser, XMLValidator } from "fast-xml-parser";
import * as z from "zod";
import { decodeText, isUtf8 } from "./text.ts";

/** One entry that hook.xml adds to OCS's console. */
export interface Hook {
	readonly type: string;
	readonly identifier: string;
	readonly translation: string;
	readonly category: string;
	readonly mainMenu: string;
}

export interface HookFile {
	/** Why PHP's SimpleXML will not read it; null where it will. */
	readonly fault: string | null;
	/** A document type definition, or an encoding in which one could hide. */
	readonly isHostile: boolean;
	readonly hooks: readonly Hook[];
}

const field = z.union([z.string(), z.array(z.string()).transform((all) => all[0] ?? "")]).catch("");
const hookSchema = z
	.object({
		"@type": field,
		identifier: field,
		translation: field,
		category: field,
		mainmenuidentifier: field,
	})
	.transform((given) => ({
		type: given["@type"],
		identifier: given.identifier,
		translation: given.translation,
		category: given.category,
		mainMenu: given.mainmenuidentifier,
	}));
const fileSchema = z
	.object({ hookstore: z.object({ hook: z.array(z.unknown()).catch([]) }).catch({ hook: [] }) })
	.catch({ hookstore: { hook: [] } });

/** Those in which `<` is `<`. */
const KNOWN_ENCODING = /^(utf-?8|(us-)?ascii|iso-?8859-\d+|latin-?1|windows-125\d)$/i;

export function readHooks(bytes: Uint8Array): HookFile {
	const xml = decodeText(bytes);
	const encoding = /^\s*<\?xml[^>]*\bencoding\s*=\s*["']([^"']*)/.exec(xml)?.[1] ?? "utf-8";
	if (/<!(DOCTYPE|ENTITY)/i.test(xml) || xml.includes("\0") || !KNOWN_ENCODING.test(encoding)) {
		return { fault: null, isHostile: true, hooks: [] };
	}
	const fault = findFault(xml, bytes, encoding);
	if (fault !== null) return { fault, isHostile: false, hooks: [] };
	try {
		return { fault: null, isHostile: false, hooks: hooksOf(xml) };
	} catch (cause) {
		return {
			fault: cause instanceof Error ? cause.message : String(cause),
			isHostile: false,
			hooks: [],
		};
	}
}

function findFault(xml: string, bytes: Uint8Array, encoding: string): string | null {
	if (/^\s+<\?xml/.test(xml)) return "something stands before its first line";
	if (/^utf-?8$/i.test(encoding) && !isUtf8(bytes)) return "it is not UTF-8, as it says it is";
	const verdict = XMLValidator.validate(xml);
	return verdict === true
		? null
		: `line ${verdict.err.line}: ${verdict.err.msg.replace(/\.$/, "")}`;
}

function hooksOf(xml: string): readonly Hook[] {
	const parser = new XMLParser({
		ignoreAttributes: false,
		attributeNamePrefix: "@",
		parseTagValue: false,
		processEntities: false,
		isArray: (name) => name === "hook",
	});
	const file = fileSchema.parse(parser.parse(xml));
	return file.hookstore.hook.flatMap((hook) => hookSchema.safeParse(hook).data ?? []);
}
