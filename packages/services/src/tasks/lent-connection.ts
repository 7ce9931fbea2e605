import type { MessagePort } from "node:worker_threads";
import type { Cell, DatabaseConnection } from "@graft/core/databases/database-connection";
import { type Answer, answerOf, resultOf } from "./answer.ts";

/** What a worker asks of the session that it was lent; statements go one at a time. */
interface Question {
	readonly verb: "query" | "execute";
	readonly sql: string;
	readonly parameters: readonly Cell[] | undefined;
}

/** A session as it is handed to a worker: the socket stays here. */
export interface LentConnection {
	readonly port: MessagePort;
	readonly label: string;
}

/** Answers on `port` for as long as that is open. `waiting` is told when the worker waits for the database, and when not. */
export function lend(
	connection: DatabaseConnection,
	port: MessagePort,
	waiting: (isWaiting: boolean) => void,
): void {
	port.on("message", ({ verb, sql, parameters }: Question) => {
		waiting(true);
		void answerOf(() => connection[verb](sql, parameters))
			.catch((bug: unknown) => ({ bug }))
			.then((answer) => {
				waiting(false);
				port.postMessage(answer);
			});
	});
}

/** The lent session, as a worker uses it. */
export function borrow({ port, label }: LentConnection): DatabaseConnection {
	const ask = (question: Question) =>
		new Promise((resolve, reject) => {
			port.once("message", (answer: Answer | { bug: unknown }) => {
				if ("bug" in answer) return reject(answer.bug);
				try {
					resolve(resultOf(answer));
				} catch (error) {
					reject(error);
				}
			});
			port.postMessage(question);
		});
	return {
		label,
		query: (sql, parameters) => ask({ verb: "query", sql, parameters }) as never,
		execute: (sql, parameters) => ask({ verb: "execute", sql, parameters }) as never,
		stream: () => {
			throw new Error("rows are not streamed through a lent session");
		},
		close: async () => undefined,
	};
}
