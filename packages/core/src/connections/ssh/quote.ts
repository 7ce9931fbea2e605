/**
 * One line that a POSIX shell reads as exactly `argv`: SSH hands a command to the user's shell as text
 * (RFC 4254, section 6.5). The only place where a command is put together for a shell.
 */
export function quoteCommand(argv: readonly string[]): string {
	return argv.map(quote).join(" ");
}

function quote(word: string): string {
	if (word.includes("\0")) throw new Error("no command can have a NUL in it");
	// Within single quotes nothing means anything but the quote itself.
	return `'${word.replaceAll("'", `'\\''`)}'`;
}
