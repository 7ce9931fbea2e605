import { describe, expect, it } from "vitest";
import type { DatabaseConnection } from "../../../databases/database-connection.ts";
import { GraftError } from "../../../domain/errors.ts";
import { inTransaction } from "./in-transaction.ts";

/** Lost at one statement, and from then on. */
function losing(at: string): DatabaseConnection {
	let isLost = false;
	const send = async (sql: string) => {
		isLost ||= sql === at;
		if (isLost) throw new GraftError("unreachable", "the connection was lost");
	};
	return {
		label: "mysql://graft@place/ocsweb",
		query: async (sql) => {
			await send(sql);
			return [];
		},
		execute: async (sql) => {
			await send(sql);
			return { affected: 1 };
		},
		stream: async function* () {},
		close: async () => undefined,
	};
}

function kindOf(connection: DatabaseConnection): Promise<unknown> {
	return inTransaction(connection, () => connection.execute("DELETE FROM devices")).then(
		() => "done",
		({ kind }: GraftError) => kind,
	);
}

describe("rows that are written all or not at all", () => {
	it("are as before where the connection is lost before the end", async () => {
		expect(await kindOf(losing("DELETE FROM devices"))).toBe("unreachable");
	});

	it("may be there or not where it is lost at the very end: nobody is told that all is as before", async () => {
		expect(await kindOf(losing("COMMIT"))).toBe("partly-done");
		expect(await kindOf(losing("nothing"))).toBe("done");
	});
});
