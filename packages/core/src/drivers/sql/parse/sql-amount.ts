import { sqlTokens } from "./sql-tokens.ts";

/** Far above what any extension holds; whatever reads the statements takes time and memory for each word. */
const MOST_CHARACTERS = 1024 * 1024;
const MOST_TEXTS = 2_000;
const MOST_WORDS = 100_000;

/** What there is too much of in these statements, for a person; null where they can be read. */
export function tooMuchSql(texts: readonly string[]): string | null {
	if (texts.length > MOST_TEXTS) return over(texts.length, MOST_TEXTS, "statements");
	const characters = texts.reduce((sum, { length }) => sum + length, 0);
	if (characters > MOST_CHARACTERS) return over(characters, MOST_CHARACTERS, "characters");
	let words = 0;
	for (const text of texts) {
		words += sqlTokens(text, MOST_WORDS - words + 1).length;
		if (words > MOST_WORDS) return `more than ${number(MOST_WORDS)} words`;
	}
	return null;
}

function over(count: number, most: number, what: string): string {
	return `${number(count)} ${what}, where ${number(most)} are the most that is read`;
}

function number(count: number): string {
	return count.toLocaleString("en");
}
