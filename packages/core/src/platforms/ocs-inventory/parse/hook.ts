import { XmlElement } from "libxml2-wasm";
import { readXml } from "./simple-xml.ts";

/** One entry that hook.xml adds to OCS's console. */
export interface Hook {
	readonly type: string;
	readonly identifier: string;
	readonly translation: string;
	readonly category: string;
	readonly mainMenu: string;
	/** What a hook of the type "lang" lists. */
	readonly values: readonly string[];
}

export interface HookFile {
	/** Why PHP's SimpleXML will not read it; null where it will. */
	readonly fault: string | null;
	/** A document type definition, or an encoding in which one could hide. */
	readonly isHostile: boolean;
	readonly hooks: readonly Hook[];
}

export function readHooks(bytes: Uint8Array): HookFile {
	const reading = readXml(bytes, hooksOf);
	return {
		fault: reading.kind === "malformed" ? reading.fault : null,
		isHostile: reading.kind === "hostile",
		hooks: reading.kind === "read" ? reading.value : [],
	};
}

/** OCS does not ask what the root is called. */
function hooksOf(root: XmlElement): readonly Hook[] {
	return named(root, "hook").map((hook) => ({
		type: hook.attrs.find(({ name, prefix }) => name === "type" && prefix === "")?.value ?? "",
		identifier: first(hook, "identifier"),
		translation: first(hook, "translation"),
		category: first(hook, "category"),
		mainMenu: first(hook, "mainmenuidentifier"),
		values: named(hook, "value").map(textOf),
	}));
}

function first(element: XmlElement, name: string): string {
	const [found] = named(element, name);
	return found === undefined ? "" : textOf(found);
}

/** SimpleXML's `->name`: children without a prefix. */
function named(element: XmlElement, name: string): readonly XmlElement[] {
	return element
		.find("*")
		.filter((child) => child instanceof XmlElement)
		.filter((child) => child.name === name && child.prefix === "");
}

/** SimpleXML's `(string)`: an element's own text, without that of elements in it. */
function textOf(element: XmlElement): string {
	return element
		.find("text()")
		.map((text) => text.content)
		.join("");
}
