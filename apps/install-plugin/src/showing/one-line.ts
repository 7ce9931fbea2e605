import { printable } from "@graft/core/domain/printable";

/** Text from a package or a server where one line is meant: it can neither steer the terminal nor add lines of its own. */
export function oneLine(text: string): string {
	return printable(text.replace(/\s+/g, " ").trim());
}

/** A line that a command said: set apart from ours, with its own spaces. */
export function saidLine(text: string): string {
	return `    ${printable(text.replaceAll("\n", " "))}`;
}
