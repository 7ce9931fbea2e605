import type { GraftError } from "./errors.ts";

/** Reads URLs that may hold a password: what `wrong` makes of a fault is thrown, and nothing of the URL is in it. */
export function urlParts(wrong: (what: string) => GraftError) {
	return {
		parse(url: string): URL {
			try {
				return new URL(url);
			} catch {
				throw wrong("it is none");
			}
		},
		decode(text: string): string {
			try {
				return decodeURIComponent(text);
			} catch {
				throw wrong("a % in it is not followed by two hex digits");
			}
		},
	};
}

/** How a password is written in one; the end of a hint. */
export const passwordInUrl =
	"In a password, write : as %3A, / as %2F, ? as %3F, # as %23, @ as %40 and % as %25.";
