import type { DatabaseConnection } from "@graft/core/databases/database-connection";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { aloneIn } from "./alone-in.ts";

/** Tells when a database would have ended this session for its silence. */
function silentSession(): { connection: DatabaseConnection; longestSilence: () => number } {
	let last = Date.now();
	let longest = 0;
	const heard = () => {
		longest = Math.max(longest, Date.now() - last);
		last = Date.now();
	};
	const connection: DatabaseConnection = {
		label: "mysql://graft@place/ocsweb",
		query: async () => {
			heard();
			return [{ name: "ocsweb", got: 1 }];
		},
		execute: async () => {
			heard();
			return { affected: 0 };
		},
		stream: async function* () {},
		close: async () => undefined,
	};
	return { connection, longestSilence: () => longest };
}

describe("work that is alone in a database", () => {
	beforeEach(() => {
		vi.useFakeTimers();
	});
	afterEach(() => {
		vi.useRealTimers();
	});

	it("keeps its session awake while it is busy elsewhere for long, and no longer", async () => {
		const { connection, longestSilence } = silentSession();
		const working = aloneIn(connection, async () => {
			await new Promise((resolve) => setTimeout(resolve, 3_600_000));
			return "done";
		});
		await vi.advanceTimersByTimeAsync(3_600_000);
		expect(await working).toBe("done");
		expect(longestSilence()).toBeLessThan(120_000);
		expect(vi.getTimerCount()).toBe(0);
	});
});
