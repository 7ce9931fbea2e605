import type { ExtensionStatus } from "@graft/services/servers/get-status";
import type { ServerStatus } from "@graft/services/servers/visit";
import { describe, expect, test } from "vitest";
import { statusLines } from "./status.ts";

const agents = {
	...{ expected: 1_000, inventoried: 900, reporting: 812, silentCount: 88 },
	...{ silent: ["pc1", "pc2", "pc3", "pc4", "pc5", "pc6"], lastRow: "2026-11-21T12:00:00.000Z" },
};

function linesOf(changes: Partial<ExtensionStatus>): string[] {
	const extension: ExtensionStatus = {
		...{ id: "probe", platform: "ocs-inventory", version: "1.0", active: true },
		...{
			database: { linked: true, state: "in-sync" },
			agents,
			servers: [],
			repository: null,
			groups: null,
			...changes,
		},
	};
	return statusLines({ format: 1, extensions: [extension] }, (_style, text) => text);
}

const head = (changes: Partial<ExtensionStatus>) => linesOf(changes)[0];

describe("the lines of a status", () => {
	test("say of each extension in one line how the database and the machines stand", () => {
		expect(head({})).toBe(
			"probe 1.0 · database in sync · 812 of 1,000 machines report it (88 silent: pc1, pc2, pc3, pc4, pc5, …; 100 without an inventory since activation)",
		);
	});

	test("leave out what there is nothing to say about", () => {
		const all = { ...agents, inventoried: 1_000, reporting: 1_000, silent: [], silentCount: 0 };
		expect(head({ agents: all })).toMatch(/· 1,000 of 1,000 machines report it$/);
		const one = { ...all, expected: 1, inventoried: 1, reporting: 1 };
		expect(head({ agents: one })).toMatch(/· 1 of 1 machine reports it$/);
		const none = { ...all, expected: 0, inventoried: 0, reporting: 0 };
		expect(head({ agents: none })).toMatch(/· no machine is expected to report it$/);
		const unlinked = { database: { linked: false, state: null }, agents: null };
		expect(head(unlinked)).toBe("probe 1.0");
		const inactive = { linked: true, state: "missing" } as const;
		expect(head({ active: false, database: inactive, agents: null })).toBe("probe 1.0, not active");
	});

	test("say that more report than are expected to", () => {
		const more = {
			...agents,
			expected: 2,
			inventoried: 2,
			reporting: 3,
			silentCount: 0,
			silent: [],
		};
		expect(head({ agents: more })).toMatch(/· 3 machines report it, 2 expected$/);
	});

	test("point out a server that fails its agents, with what to do", () => {
		const errors = {
			...{ since: "2026-11-21T12:00:00.000Z", latest: "2026-11-21T12:30:00.000Z" },
			...{ count: 1_200, last: "DBD::mysql: no\u001b[2Jtable" },
		};
		const server: ServerStatus = {
			...{ server: "local", state: "in-sync", version: "1.0", files: [], errors },
		};
		const [, , line] = linesOf({ servers: [server] });
		expect(line).toMatch(/^ {4}1,200 × HTTP 500 to agents since .*12:00.*12:30.*Activate it again/);
		expect(line).toMatch(/DBD::mysql: no/);
		expect(line).not.toContain("\u001b");
		expect(linesOf({ servers: [{ ...server, errors: { ...errors, count: 0 } }] })).toHaveLength(2);
	});

	test("let no name of a machine steer the terminal", () => {
		const hostile = { ...agents, silent: ["pc\u001b[31m\nroot: in-sync"], silentCount: 1 };
		expect(linesOf({ agents: hostile }).join("")).not.toContain("\u001b");
		expect(linesOf({ agents: hostile })).toHaveLength(2);
	});
});
