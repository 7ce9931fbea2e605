import { GraftError } from "../domain/errors.ts";
import { printable } from "../domain/printable.ts";
import { passwordInUrl, urlParts } from "../domain/url-parts.ts";

const { parse, decode } = urlParts(wrongUrl);

export interface DatabaseAddress {
	readonly host: string;
	readonly port: number;
	readonly user: string;
	readonly password: string;
	readonly database: string;
	/** Path of a socket on this machine; then host and port do not matter. */
	readonly socket: string | undefined;
	/** The certificate of the server is checked, as that of any web site is. */
	readonly tls: boolean;
}

/**
 * Reads `mysql://user:password@host:port/database` (or `mariadb://`), with `?tls=true` or `?socket=/path`.
 * Throws GraftError "usage" that repeats nothing of `url`: whatever is wrong with it, a password may stand anywhere in it.
 */
export function parseDatabaseUrl(url: string): DatabaseAddress {
	const parsed = parse(url.trim());
	if (!["mysql:", "mariadb:"].includes(parsed.protocol))
		throw wrongUrl("it must start with mysql:// or mariadb://");
	if (parsed.username === "") throw wrongUrl("it names no user");
	// What follows an unescaped # or / of a password would otherwise pass for a database.
	if (parsed.hash !== "" || /[/@:]/.test(parsed.pathname.slice(1)))
		throw wrongUrl("after the host, only the name of a database is allowed");
	const database = decode(parsed.pathname.slice(1));
	if (database === "") throw wrongUrl("it names no database");
	const host = parsed.hostname.replace(/^\[(.*)\]$/, "$1");
	const { tls, socket } = readSettings(parsed.searchParams);
	if (host === "" && socket === undefined) throw wrongUrl("it names no host");
	return {
		host: decode(host),
		port: parsed.port === "" ? 3306 : Number(parsed.port),
		user: decode(parsed.username),
		password: decode(parsed.password),
		database,
		socket,
		tls,
	};
}

/** For people and logs: everything but the password. */
export function labelOfDatabase(address: DatabaseAddress): string {
	const { host, port, user, database, socket } = address;
	const [name, base] = [user, database].map(encodeURIComponent);
	const place = socket === undefined ? `${host.includes(":") ? `[${host}]` : host}:${port}` : "";
	const search = socket === undefined ? "" : `?socket=${socket}`;
	return printable(`mysql://${name}@${place}/${base}${search}`);
}

function readSettings(given: URLSearchParams): Pick<DatabaseAddress, "tls" | "socket"> {
	for (const name of given.keys())
		if (name !== "tls" && name !== "socket")
			throw wrongUrl("after ?, only tls and socket are allowed");
	const tls = given.get("tls") ?? "false";
	if (tls !== "true" && tls !== "false") throw wrongUrl("tls is true or false");
	const socket = given.get("socket") ?? undefined;
	if (socket !== undefined && !socket.startsWith("/"))
		throw wrongUrl("socket is the absolute path of a socket");
	return { tls: tls === "true", socket };
}

function wrongUrl(what: string): GraftError {
	return new GraftError("usage", `This cannot be the URL of a database: ${what}.`, {
		hint: `Write mysql://user:password@host:port/database. ${passwordInUrl}`,
	});
}
