import type { RunResult } from "../../../connections/connection.ts";
import { printable } from "../../../domain/printable.ts";

const most = 1_500;
const ofTheEnd = 500;

/** What a command on a host had to say, bounded to its beginning and its end, and safe to show. */
export function hostWords({ code, stdout, stderr }: RunResult): string {
	const text = printable(`${stderr.trim()}\n${stdout.trim()}`.trim());
	const words =
		text.length > most ? `${text.slice(0, most - ofTheEnd)} … ${text.slice(-ofTheEnd)}` : text;
	return words === "" ? `exit code ${code}, without a word` : `${words} (exit code ${code})`;
}

/** The end of what a service wrote into its log. */
export function logWords(text: string): string {
	const tail = text.trim().split("\n").slice(-5).join("\n").slice(-most);
	return tail === "" ? "its log has nothing new" : printable(tail);
}
