/** A name as SQL takes it, whatever stands in it. */
export function quoteName(name: string): string {
	return `\`${name.replaceAll("`", "``")}\``;
}
