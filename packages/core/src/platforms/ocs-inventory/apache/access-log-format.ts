/** What a line of an access log says, as far as it matters here. */
export interface LoggedRequest {
	/** Milliseconds since 1970. */
	readonly at: number;
	/** As the client asked for it. */
	readonly path: string;
	readonly status: number;
}

export type ReadLine = (line: string) => LoggedRequest | undefined;

/** Apache's own, where the configuration names none. */
export const commonFormat = '%h %l %u %t "%r" %>s %b';

/** Longer ones are nobody's inventory, and would take their time. */
const longestLine = 4_096;

/**
 * Reads lines of one of Apache's log formats; undefined where that format does not say when, what and how.
 * https://httpd.apache.org/docs/2.4/mod/mod_log_config.html#formats
 */
export function accessLogReader(format: string): ReadLine | undefined {
	const pattern = patternOf(format);
	if (pattern === undefined) return undefined;
	return (line) => {
		if (line.length > longestLine) return undefined;
		const { groups } = pattern.exec(line) ?? {};
		if (groups === undefined) return undefined;
		const at = timeOf(groups);
		const path = groups.path ?? groups.request?.split(" ")[1];
		if (Number.isNaN(at) || path === undefined) return undefined;
		return { at, path, status: Number(groups.status) };
	};
}

const item = /%[!<>\d,]*(?:\{([^}]*)\})?(\^[A-Za-z]{2}|[A-Za-z%])/g;

interface Part {
	/** Empty for what is passed over. */
	readonly name: "" | "time" | "seconds" | "iso" | "request" | "path" | "status";
	readonly pattern: string;
}

/** Only as far as the last part that is needed: what stands behind it may be as it likes. */
function patternOf(format: string): RegExp | undefined {
	const text = format.replaceAll("\\t", "\t");
	const found = new Set<string>();
	let pattern = "^";
	let end = 0;
	let afterOpen = false;
	for (const { 0: whole, index, 1: argument, 2: letter = "" } of text.matchAll(item)) {
		const literal = text.slice(end, index);
		end = index + whole.length;
		const part = partOf(letter, argument, text.charAt(end) === '"');
		const isNew = part.name !== "" && !found.has(part.name);
		pattern += escaped(literal);
		// Two open ends side by side say no more than one, and take long.
		if (isNew) pattern += `(?<${part.name}>${part.pattern})`;
		else if (literal !== "" || !afterOpen) pattern += part.pattern;
		afterOpen = !isNew;
		found.add(part.name);
		if (isEnough(found)) return new RegExp(pattern);
	}
	return undefined;
}

function isEnough(found: ReadonlySet<string>): boolean {
	const one = (...names: Part["name"][]) => names.some((name) => found.has(name));
	return one("time", "seconds", "iso") && one("request", "path") && one("status");
}

function partOf(letter: string, argument: string | undefined, quoted: boolean): Part {
	const word = quoted ? '(?:[^"\\\\]|\\\\.)*' : "\\S*";
	if (letter === "%") return { name: "", pattern: "%" };
	if (letter === "r" && quoted) return { name: "request", pattern: word };
	if (letter === "U") return { name: "path", pattern: word };
	if (letter === "s") return { name: "status", pattern: "\\d{3}" };
	if (letter === "t") return timePart(argument, word);
	return { name: "", pattern: word };
}

function timePart(argument: string | undefined, word: string): Part {
	const kind = argument?.replace(/^(begin|end)(:|$)/, "") ?? "";
	if (kind === "") return { name: "time", pattern: "\\[[^\\]]*\\]" };
	if (kind === "sec") return { name: "seconds", pattern: "\\d+" };
	if (/^%(F|Y-%m-%d)[T ]%(T|H:%M:%S)%z$/.test(kind))
		return { name: "iso", pattern: "[\\d-]+[T ][\\d:]+[+-]\\d{4}" };
	return { name: "", pattern: word };
}

function escaped(literal: string): string {
	return literal.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}

const months = "JanFebMarAprMayJunJulAugSepOctNovDec";

function timeOf({ time, seconds, iso }: Readonly<Record<string, string>>): number {
	if (seconds !== undefined) return Number(seconds) * 1_000;
	if (iso !== undefined) return Date.parse(iso.replace(" ", "T").replace(/(\d\d)(\d\d)$/, "$1:$2"));
	const [, day, name = "", year, clock, zone, minutes] =
		/^\[(\d\d)\/([A-Z][a-z]{2})\/(\d{4}):(\d\d:\d\d:\d\d) ([+-]\d\d)(\d\d)\]$/.exec(time ?? "") ??
		[];
	const month = String(months.indexOf(name) / 3 + 1).padStart(2, "0");
	return Date.parse(`${year}-${month}-${day}T${clock}${zone}:${minutes}`);
}
