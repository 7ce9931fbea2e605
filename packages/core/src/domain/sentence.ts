/** The words of a database or a server may end as they like. */
export function sentence({ message }: { readonly message: string }): string {
	return /[.!?]$/.test(message) ? message : `${message}.`;
}
