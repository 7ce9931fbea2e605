/** A line of an Apache configuration: names in lower case, `<section` and `</section` for the lines in angle brackets. */
export interface Directive {
	readonly name: string;
	readonly args: readonly string[];
}

/**
 * Reads Apache's line syntax: one directive a line, a backslash at its end goes on in the next, `#` only at the start.
 * https://httpd.apache.org/docs/2.4/configuring.html
 */
export function parseDirectives(text: string): Directive[] {
	return text
		.replace(/\\\r?\n/g, " ")
		.split("\n")
		.map((line) => line.trim())
		.filter((line) => line !== "" && !line.startsWith("#"))
		.map((line) => {
			const [name = "", ...args] = words(line.startsWith("<") ? line.replace(/>$/, "") : line);
			return { name: name.toLowerCase(), args };
		});
}

function words(line: string): string[] {
	const found = line.match(/"(?:\\.|[^"\\])*"?|'(?:\\.|[^'\\])*'?|\S+/g) ?? [];
	return found.map((word) => {
		const quote = word.charAt(0);
		if (quote !== '"' && quote !== "'") return word;
		const closed = word.length > 1 && word.endsWith(quote);
		return word.slice(1, closed ? -1 : undefined).replace(/\\(["'\\])/g, "$1");
	});
}

export type Variables = ReadonlyMap<string, string>;

/** `${NAME}`, as Apache itself: what is not defined stays as it is written. */
export function expand(text: string, variables: Variables): string {
	return text.replace(/\$\{(\w+)\}/g, (whole, name: string) => variables.get(name) ?? whole);
}

/**
 * The variables that Debian's control script sets: `export NAME=VALUE` at the start of a line. What stands in a
 * condition is not followed; the one that there is sets SUFFIX, which the name of the folder gives too.
 */
export function parseEnvvars(text: string, folderName: string): Map<string, string> {
	const variables = new Map([["SUFFIX", folderName.replace(/^apache2/, "")]]);
	for (const line of text.split("\n")) {
		const [, name, value] = /^(?:export\s+)?([A-Za-z_]\w*)=(\S*)/.exec(line) ?? [];
		if (name === undefined || value === undefined) continue;
		const expanded = value
			.replace(/^(["'])(.*)\1$/, "$2")
			.replace(
				/\$(?:\{(\w+)\}|(\w+))/g,
				(_, braced?: string, bare?: string) => variables.get(braced ?? bare ?? "") ?? "",
			);
		variables.set(name, expanded);
	}
	variables.delete("SUFFIX");
	return variables;
}

/** Does `name` match one segment of an Include's pattern: `*`, `?` and `[…]`; a leading dot only where it is written. */
export function matches(pattern: string, name: string): boolean {
	if (name.startsWith(".") && !pattern.startsWith(".")) return false;
	const tokens = pattern.match(/\[!?\]?[^\]]*\]|[\s\S]/g) ?? [];
	// One point to come back to is enough for `*`, so no name of a server can make this slow.
	let token = 0;
	let star = -1;
	let starAt = 0;
	let at = 0;
	while (at < name.length) {
		const current = tokens[token];
		if (current === "*") {
			star = token++;
			starAt = at;
		} else if (current !== undefined && fits(current, name.charAt(at))) {
			token++;
			at++;
		} else if (star >= 0) {
			token = star + 1;
			at = ++starAt;
		} else return false;
	}
	return tokens.slice(token).every((rest) => rest === "*");
}

function fits(token: string, character: string): boolean {
	if (token === "?" || token === character) return true;
	if (!/^\[.+\]$/s.test(token)) return false;
	const negated = token.charAt(1) === "!" || token.charAt(1) === "^";
	const set = token.slice(negated ? 2 : 1, -1);
	let inside = false;
	for (let at = 0; at < set.length; at++) {
		const from = set.charAt(at);
		const range = set.charAt(at + 1) === "-" && at + 2 < set.length;
		const to = range ? set.charAt(at + 2) : from;
		if (range) at += 2;
		inside ||= from <= character && character <= to;
	}
	return inside !== negated;
}
