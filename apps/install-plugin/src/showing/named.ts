import type { Paint } from "../terminal/terminal.ts";
import { oneLine } from "./one-line.ts";

/** An extension by its id or name, and its version: some public ones have none. */
export function named(name: string, version: string): string {
	return oneLine(`${name} ${version}`);
}

/** The same at the head of what is told about it. */
export function heading(name: string, version: string, paint: Paint): string {
	const rest = oneLine(version);
	return `${paint("bold", oneLine(name))}${rest === "" ? "" : ` ${rest}`}`;
}
