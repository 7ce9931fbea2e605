import { GraftError } from "../domain/errors.ts";
import { printable } from "../domain/printable.ts";
import { passwordInUrl, urlParts } from "../domain/url-parts.ts";

const { parse, decode } = urlParts(wrongUrl);

export interface ApiAddress {
	/** Without user and password, and without a slash at its end: what paths are put behind. */
	readonly base: string;
	/** For people and logs. */
	readonly label: string;
	readonly user: string;
	readonly password: string;
}

/**
 * Reads `https://user:password@host:port`, with a path where a proxy has one in front of the API. Throws GraftError "usage"
 * that repeats nothing of `url`: whatever is wrong with it, a password may stand anywhere in it.
 */
export function parseApiUrl(url: string): ApiAddress {
	const { protocol, host, pathname, search, hash, username, password } = parse(url.trim());
	if (protocol !== "https:" && protocol !== "http:")
		throw wrongUrl("it must start with https:// or http://");
	if (username === "" || password === "") throw wrongUrl("it names no user, or no password");
	// What follows an unescaped / of a password would otherwise pass for a path.
	if (search !== "" || hash !== "" || /[@:]/.test(decode(pathname)))
		throw wrongUrl("after the host, only a path is allowed");
	const base = `${protocol}//${host}${pathname.replace(/\/+$/, "")}`;
	const label = printable(base.replace("//", `//${username}@`));
	return { base, label, user: decode(username), password: decode(password) };
}

function wrongUrl(what: string): GraftError {
	return new GraftError("usage", `This cannot be the URL of an API: ${what}.`, {
		hint: `Write https://user:password@host:port. ${passwordInUrl}`,
	});
}
