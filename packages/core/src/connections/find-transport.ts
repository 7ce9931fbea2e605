import { GraftError } from "../domain/errors.ts";
import { printable } from "../domain/printable.ts";
import type { Transport } from "./transport.ts";
import { transports } from "./transports.ts";

/** How addresses are written, for people: `local, or ssh://user@host:port`. */
export const addressForms = transports.map(({ form }) => form).join(", or ");

/** Whose address it is. Throws GraftError "usage" where it is nobody's. */
export function transportOf(address: string): Transport {
	const found = transports.find((transport) => transport.claims(address));
	if (found !== undefined) return found;
	throw new GraftError("usage", `${printable(address)} is not the address of a server`, {
		hint: `Write ${addressForms}.`,
	});
}

/** The one name of a server, as connections have it. Throws GraftError "usage". */
export function labelOf({ address }: { readonly address: string }): string {
	return transportOf(address).label(address);
}
