import { formatCount } from "./counts.ts";

/** Longer than anything that a person reads. */
const longest = 4000;
const head = 3000;

/** What somebody else said, cut in its middle where that is long: the beginning says what it is, the end how it ended. */
export function bounded(text: string): string {
	if (text.length <= longest) return text;
	const tail = longest - head;
	const left = formatCount(text.length - longest);
	return `${text.slice(0, head)} … (${left} characters are left out) … ${text.slice(-tail)}`;
}
