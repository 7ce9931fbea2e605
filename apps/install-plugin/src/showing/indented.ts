import { printable } from "@graft/core/domain/printable";

/** Text that may have several lines, such as a host's own words, each of them below what it belongs to. */
export function indented(text: string, by: string): string[] {
	return text === ""
		? []
		: printable(text.trim())
				.split("\n")
				.map((line) => `${by}${line}`);
}
