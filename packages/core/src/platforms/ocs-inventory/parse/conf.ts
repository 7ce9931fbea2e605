import { decodeText, hasByteOrderMark } from "./text.ts";

/** An Apache configuration file of an extension. */
export interface Conf {
	readonly path: string;
	/** Its name in the server's folder. */
	readonly name: string;
	readonly hasByteOrderMark: boolean;
	/** Perl modules that it loads, in order. */
	readonly modules: readonly string[];
	/** `X` of `Apache::Ocsinventory::Plugins::X::Map`, which names the Perl directory; null where it loads no Map. */
	readonly segment: string | null;
	/** Lines that do anything but load a module. */
	readonly otherLines: readonly { readonly line: number; readonly text: string }[];
}

const MAP_MODULE = /^Apache::Ocsinventory::Plugins::(\w+)::Map$/;

export function readConf(path: string, bytes: Uint8Array): Conf {
	const modules: string[] = [];
	const otherLines: { line: number; text: string }[] = [];
	const lines = decodeText(bytes).split(/\r\n|\n|\r/);
	for (const [index, raw] of lines.entries()) {
		const text = raw.trim();
		if (text === "" || text.startsWith("#")) continue;
		const [directive = "", ...words] = text.split(/\s+/);
		// mod_perl takes several modules; a semicolon behind one, as many have it, does no harm.
		const names = words.map((word) => word.replace(/^(["'])(.*)\1$/, "$2").replace(/;+$/, ""));
		const loadsModules =
			directive.toLowerCase() === "perlmodule" &&
			names.length > 0 &&
			names.every((name) => /^\w+(::\w+)*$/.test(name));
		if (loadsModules) modules.push(...names);
		else otherLines.push({ line: index + 1, text });
	}
	const segments = modules.flatMap((module) => MAP_MODULE.exec(module)?.[1] ?? []);
	return {
		path,
		name: path.slice(path.lastIndexOf("/") + 1),
		hasByteOrderMark: hasByteOrderMark(bytes),
		modules,
		segment: segments[0] ?? null,
		otherLines,
	};
}

/** The module that the Map is loaded as. */
export function mapModule(segment: string): string {
	return `Apache::Ocsinventory::Plugins::${segment}::Map`;
}
