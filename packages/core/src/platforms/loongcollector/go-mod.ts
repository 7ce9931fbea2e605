/** What matters of a go.mod: https://go.dev/ref/mod#go-mod-file */
export interface GoMod {
	/** "" where it declares none. */
	readonly module: string;
	readonly requires: readonly string[];
	/** Lines, from 1, that are none of this grammar. */
	readonly unreadable: readonly number[];
}

const directives = [
	...["module", "go", "toolchain", "require", "exclude", "replace", "retract"],
	...["godebug", "tool", "ignore"],
];

export function parseGoMod(text: string): GoMod {
	let module = "";
	let block: string | null = null;
	const requires: string[] = [];
	const unreadable: number[] = [];
	for (const [index, raw] of text.split("\n").entries()) {
		const words = raw
			.replace(/\/\/.*$/, "")
			.trim()
			.split(/\s+/)
			.filter(Boolean)
			.map(unquoted);
		const [first] = words;
		if (first === undefined) continue;
		if (block !== null) {
			if (first === ")") block = null;
			else if (block === "require") requires.push(first);
			continue;
		}
		const [directive, ...rest] = words;
		if (directive === undefined || !directives.includes(directive)) unreadable.push(index + 1);
		else if (rest[0] === "(") block = directive;
		else if (directive === "module") module = rest[0] ?? "";
		else if (directive === "require" && rest[0] !== undefined) requires.push(rest[0]);
	}
	return { module, requires, unreadable };
}

function unquoted(word: string): string {
	return /^"([^"\\]*)"$/.exec(word)?.[1] ?? /^`([^`]*)`$/.exec(word)?.[1] ?? word;
}
