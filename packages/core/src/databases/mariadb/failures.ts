import { SqlError } from "mariadb";
import { GraftError } from "../../domain/errors.ts";
import { printable } from "../../domain/printable.ts";
import type { DatabaseAddress } from "../database-address.ts";

/** Server errors that turn a person away, by number (MariaDB's list of error codes). */
const accessDenied = new Set([
	1044, 1045, 1130, 1141, 1142, 1227, 1275, 1524, 1698, 1820, 1862, 4151,
]);
const unknownDatabase = 1049;
/** Ones that end a session, or keep it from beginning, whoever asks. */
const unavailable = new Set([
	1040, 1042, 1043, 1053, 1080, 1129, 1152, 1158, 1159, 1160, 1161, 1184, 1203, 1927, 3032,
]);
/** The library's own errors about a connection that is none, or no more. */
const unexpectedPacket = 45_011;
const clientErrors = { from: 45_001, to: 45_999 };

export function connectFailure(label: string, address: DatabaseAddress, error: unknown): unknown {
	const { number, words } = readError(error);
	if (accessDenied.has(number))
		return refused(
			`${label}: the database does not let ${printable(address.user)} in: ${words}`,
			error,
			{
				hint: "Check user, password and database in the URL, and from which hosts that user may connect.",
			},
		);
	if (number === unknownDatabase)
		return refused(`${label}: there is no such database: ${words}`, error, {
			hint: "Check the name after the last / of the URL.",
		});
	if (isRefusedByServer(number)) return refused(`${label}: ${words}`, error);
	if (number === unexpectedPacket)
		return unreachable(
			`${label} cannot be reached: what answers there is neither MariaDB nor MySQL (${words})`,
			error,
			"Check host and port in the URL.",
		);
	return unreachable(
		`${label} cannot be reached: ${words}`,
		error,
		"Check host and port in the URL, at firewalls, and whether MariaDB or MySQL runs and listens there.",
	);
}

export function statementFailure(label: string, error: unknown): unknown {
	const { number, words, fatal } = readError(error);
	if (!fatal && isRefusedByServer(number)) return refused(`${label}: ${words}`, error);
	return unreachable(
		`${label}: the connection was lost: ${words}`,
		error,
		"Check whether the database runs, and try again. What was being done last may be done or not.",
	);
}

export function silenceFailure(label: string, silentMs: number): GraftError {
	return unreachable(
		`${label}: the connection was lost: no answer for ${Math.round(silentMs / 1000)} s`,
		undefined,
		"Check whether the database runs, and whether it is overloaded or locked; then try again.",
	);
}

/** The server itself answered, and said no; anything else is the way to it. */
function isRefusedByServer(number: number): boolean {
	const own = number >= clientErrors.from && number <= clientErrors.to;
	return number > 0 && !own && !unavailable.has(number);
}

/** The database's own words, without the statement and its values, which the library puts behind them. */
function readError(error: unknown): { number: number; words: string; fatal: boolean } {
	if (!(error instanceof SqlError)) {
		const words = error instanceof Error ? error.message : String(error);
		return { number: 0, words: printable(words), fatal: true };
	}
	const cause = error.cause instanceof Error ? `: ${error.cause.message}` : "";
	return {
		number: error.errno,
		words: printable(`${error.sqlMessage ?? error.message}${cause}`.slice(0, 2_000)),
		fatal: error.fatal,
	};
}

function refused(message: string, cause: unknown, options: { hint?: string } = {}): GraftError {
	return new GraftError("refused", message, { ...options, cause });
}

function unreachable(message: string, cause: unknown, hint: string): GraftError {
	return new GraftError("unreachable", message, { hint, cause });
}
