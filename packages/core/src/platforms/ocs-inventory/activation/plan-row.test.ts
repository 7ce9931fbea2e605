import { describe, expect, it } from "vitest";
import type { Extension } from "../../../domain/extension.ts";
import { numericVersion, rowGone, rowThere, wantedRow } from "./plan-row.ts";

const extension: Extension = {
	...{ platform: "ocs-inventory", id: "panes", name: "Panes", version: "2.7.1" },
	...{ description: "x".repeat(300), authors: ["A. Glazier"], licence: "GPL", claims: [] },
	...{ format: 2, own: {} },
	parts: {
		database: { install: [], remove: [], tables: [] },
		server: { files: [] },
		agents: { windows: [], unix: [] },
	},
};
const standing = { ...wantedRow(extension), installDate: "2020-01-02 03:04:05" };

describe("the row that OCS's console reads", () => {
	it.each([
		["2.7.1", 2.7],
		["3", 3],
		["1.0-beta", 1],
		["10.25", 10.25],
		["v2", 0],
		["", 0],
		["1e9", 1],
	])("has the version %s as %d", (version, number) => {
		expect(numericVersion(version)).toBe(number);
	});

	it("is cut to what its columns hold", () => {
		expect(wantedRow(extension)).toMatchObject({ description: "x".repeat(255), version: 2.7 });
		expect(wantedRow({ ...extension, name: "a😀b" }).name).toBe("a?b");
	});

	it.each([
		["???? é ?", 0],
		["??? é ?", 1],
		["???? e ?", 1],
		["???? é x", 1],
	])(
		"is as it can be in columns of latin1, and written anew otherwise: %s",
		(description, steps) => {
			const there = { ...standing, description };
			expect(rowThere({ ...extension, description: "Окна é ?" }, [there])).toHaveLength(steps);
		},
	);

	it("is left alone where it stands, and is nobody else's where the id differs in case", () => {
		expect(rowThere(extension, [standing])).toEqual([]);
		expect(rowThere(extension, [{ ...standing, id: "Panes" }])).toMatchObject([
			{ statement: expect.stringContaining("INSERT") },
		]);
		expect(rowGone(extension, [{ ...standing, id: "Panes" }])).toEqual([]);
	});

	it("comes back with its date where its change or its going is taken back", () => {
		const changed = rowThere(extension, [{ ...standing, version: 1 }]);
		expect(changed[0]?.undo?.parameters).toEqual(
			expect.arrayContaining([1, "2020-01-02 03:04:05", "panes"]),
		);
		expect(rowGone(extension, [standing])[0]?.undo?.parameters).toContain("2020-01-02 03:04:05");
	});
});
