/** The words of a database or a server may end as they like. */
export function sentence({ message }: Error): string {
	return /[.!?]$/.test(message) ? message : `${message}.`;
}
