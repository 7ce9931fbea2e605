import { type Connection, createConnection, type UpsertResult } from "mariadb";
import { type DatabaseAddress, labelOfDatabase } from "../database-address.ts";
import type { Cell, DatabaseConnection, Row } from "../database-connection.ts";
import { changeMs, type Patience } from "../patience.ts";
import { connectFailure, silenceFailure, statementFailure } from "./failures.ts";
import { streamRows } from "./stream-rows.ts";

/**
 * As OCS's own sessions are: the SQL mode lets pass what its extensions rely on. A table that another session holds is
 * waited for half a minute, where the server would wait a day.
 */
const sessionVariables = {
	sql_mode: "NO_ENGINE_SUBSTITUTION",
	lock_wait_timeout: 30,
	// Set for everybody, it refuses a change of rows that are told by their bytes.
	sql_safe_updates: 0,
};

/** An option that the library's own types have forgotten: BIT(1) as bytes, like any other BIT. */
const bytesForBits = { bitOneIsBoolean: false };

export async function openMariadb(
	address: DatabaseAddress,
	patience: Patience,
): Promise<DatabaseConnection> {
	const label = labelOfDatabase(address);
	const connection = await connect(address, patience).catch((error: unknown) => {
		throw connectFailure(label, address, error);
	});
	// A loss between two statements is told by the next one.
	connection.on("error", () => undefined);
	const send = async <Answer>(sql: string, parameters?: readonly Cell[]): Promise<Answer> => {
		try {
			return await connection.query<Answer>(
				sql,
				parameters === undefined ? undefined : [...parameters],
			);
		} catch (error) {
			throw statementFailure(label, error);
		}
	};
	return {
		label,
		query: async (sql, parameters) => {
			const { answerMs } = patience;
			const rows = await answered(send<readonly Row[]>(sql, parameters), answerMs, () => {
				connection.destroy();
				return silenceFailure(label, answerMs);
			});
			return [...rows];
		},
		async execute(sql, parameters) {
			const { affectedRows } = await send<UpsertResult>(sql, parameters);
			return { affected: affectedRows };
		},
		stream: (sql) => streamRows(connection, label, sql),
		close: () => connection.end().catch(() => connection.destroy()),
	};
}

async function answered<Answer>(
	answer: Promise<Answer>,
	withinMs: number,
	giveUp: () => Error,
): Promise<Answer> {
	let timer: NodeJS.Timeout | undefined;
	const silence = new Promise<never>((_, reject) => {
		timer = setTimeout(() => reject(giveUp()), withinMs);
	});
	try {
		return await Promise.race([answer, silence]);
	} finally {
		clearTimeout(timer);
	}
}

function connect(address: DatabaseAddress, patience: Patience): Promise<Connection> {
	const { host, port, user, password, database, socket, tls } = address;
	return createConnection({
		...(socket === undefined ? { host, port } : { socketPath: socket }),
		...{ user, password, database, sessionVariables },
		...(tls ? { ssl: { rejectUnauthorized: true } } : {}),
		connectTimeout: patience.connectMs,
		socketTimeout: Math.max(changeMs, patience.answerMs),
		keepAliveDelay: 10_000,
		// The server is not believed: it may not ask for a file of this machine. (Nor, without TLS, send us elsewhere.)
		permitLocalInfile: false,
		multipleStatements: false,
		// Values come as they are stored.
		dateStrings: true,
		autoJsonMap: false,
		...bytesForBits,
		// Parameters may be secrets, and stdout is data.
		logger: { warning: () => undefined },
		logParam: false,
	});
}
