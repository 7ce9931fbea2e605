/** One option of an ini file, with the line that it stands in (from 1). */
export interface Option {
	readonly value: string;
	readonly line: number;
}

/** Sections by name, each with its options by lower-cased name. */
export type Ini = ReadonlyMap<string, ReadonlyMap<string, Option>>;

export interface IniError {
	readonly line: number;
	readonly reason: string;
}

/**
 * Reads what Python's configparser reads, and objects where it would raise. Our own, because the libraries at hand
 * accept what Python refuses (options before a section, doubles), which is just what stops Panoptes.
 */
export function parseIni(text: string): { ini: Ini; errors: IniError[] } {
	const ini = new Map<string, Map<string, Option>>();
	const errors: IniError[] = [];
	let section: Map<string, Option> | undefined;
	let option: { name: string; indent: number } | undefined;

	text.split(/\r\n|\r|\n/).forEach((raw, index) => {
		const line = index + 1;
		const trimmed = raw.trim();
		if (trimmed === "" || trimmed.startsWith("#") || trimmed.startsWith(";")) return;
		const indent = raw.length - raw.trimStart().length;
		if (section && option && indent > option.indent) {
			const known = section.get(option.name);
			if (known) section.set(option.name, { ...known, value: `${known.value}\n${trimmed}`.trim() });
			return;
		}
		const header = /^\[(.+)\]$/.exec(trimmed);
		if (header?.[1] !== undefined) {
			option = undefined;
			if (ini.has(header[1])) errors.push({ line, reason: `section [${header[1]}] stands twice` });
			section = ini.get(header[1]) ?? new Map();
			ini.set(header[1], section);
			return;
		}
		if (!section) {
			errors.push({ line, reason: "stands before the first section" });
			return;
		}
		const pair = /^([^=:]+?)\s*[=:]\s*(.*)$/.exec(trimmed);
		if (pair?.[1] === undefined) {
			errors.push({ line, reason: "is neither a section nor an option with a value" });
			return;
		}
		const name = pair[1].toLowerCase();
		if (section.has(name)) errors.push({ line, reason: `option "${name}" stands twice` });
		section.set(name, { value: pair[2] ?? "", line });
		option = { name, indent };
	});
	return { ini, errors };
}
