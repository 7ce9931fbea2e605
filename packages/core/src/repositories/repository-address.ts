import { GraftError } from "../domain/errors.ts";
import { printable } from "../domain/printable.ts";
import { passwordInUrl, urlParts } from "../domain/url-parts.ts";

const { parse, decode } = urlParts(wrongUrl);

export interface RepositoryAddress {
	/** As git is given it: without a password, and without settings of ours. */
	readonly remote: string;
	/** For people and logs. */
	readonly label: string;
	/** For HTTP: git is handed them apart from the URL, which others can see in the list of processes. */
	readonly user: string;
	readonly password: string;
	/** A private key of this machine, absolute; undefined for the usual ones and those of an agent. */
	readonly key: string | undefined;
}

const protocols = ["ssh:", "https:", "http:"];
/** Nothing that a program could take for an option, or a file system for another place. */
const hostName = /^(?:[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?|\[[0-9a-f:.]+\])$/i;

/**
 * Reads `ssh://user@host:port/path` with `?key=/path/of/a/private/key`, or `https://user:token@host/path`. Throws GraftError
 * "usage" that repeats nothing of `url`: whatever is wrong with it, a password may stand anywhere in it.
 */
export function parseRepositoryUrl(url: string): RepositoryAddress {
	const parsed = parse(url.trim());
	const { protocol, hostname, pathname, hash, searchParams } = parsed;
	if (!protocols.includes(protocol)) throw wrongUrl("it must start with ssh:// or https://");
	if (!hostName.test(hostname)) throw wrongUrl("it names no host");
	if (hash !== "" || pathname.length < 2 || /[@\p{Cc}]/u.test(decode(pathname)))
		throw wrongUrl("after the host, only the path of a repository is allowed");
	const [user, password] = [decode(parsed.username), decode(parsed.password)];
	if (/^-|\p{Cc}/u.test(user) || /\p{Cc}/u.test(password))
		throw wrongUrl("user and password hold characters that no server takes");
	const isSsh = protocol === "ssh:";
	if (isSsh && password !== "")
		throw wrongUrl("over SSH a key lets in and no password: leave it out, and name one by ?key=");
	for (const name of searchParams.keys())
		if (name !== "key" || !isSsh) throw wrongUrl("after ?, only key is allowed, and only over SSH");
	const key = searchParams.get("key") ?? undefined;
	if (key !== undefined && !/^\/[^"\p{Cc}]+$/u.test(key))
		throw wrongUrl("key is the absolute path of a private key on this machine");
	const who = parsed.username === "" ? "" : `${parsed.username}@`;
	const where = `${parsed.host}${pathname}`;
	return {
		remote: isSsh ? `ssh://${who}${where}` : `${protocol}//${where}`,
		label: printable(`${protocol}//${who}${where}`),
		...{ user, password, key },
	};
}

function wrongUrl(what: string): GraftError {
	return new GraftError("usage", `This cannot be the URL of a git repository: ${what}.`, {
		hint: `Write ssh://git@host/path/plugin.git or https://user:token@host/path/plugin.git. ${passwordInUrl}`,
	});
}
