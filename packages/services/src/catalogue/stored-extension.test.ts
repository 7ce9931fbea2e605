import { extensionFormat } from "@graft/core/domain/extension";
import { describe, expect, it } from "vitest";
import { storedExtension } from "./stored-extension.ts";

const head = {
	...{ platform: "ocs-inventory", id: "probe", version: "1.0", name: "Probe" },
	...{ description: "", authors: ["A"], licence: "", claims: [{ kind: "table", value: "probe" }] },
};
const database = { install: ["CREATE TABLE probe (ID INT)"], remove: [], tables: ["probe"] };
const agents = {
	windows: [],
	unix: [{ from: "Probe.pm", as: "Probe.pm", sha256: "ab", chosen: true }],
};
const files = [{ from: "Map.pm", to: "{perlDir}/Map.pm", sha256: "cd" }];

const former = (elements?: object) => ({
	...head,
	parts: { database, agents, server: { files, sections: ["probe"], ...elements } },
});

describe("a stored extension", () => {
	it("of the version before there was a format is brought to today's shape", () => {
		const elements = { lists: ["PROBE"], fields: ["SIZE"] };
		expect(storedExtension(former({ elements }))).toEqual({
			...{ ...head, format: extensionFormat, parts: { database, agents, server: { files } } },
			own: { sections: ["probe"], ...elements },
		});
		expect(storedExtension(former()).own).toEqual({ sections: ["probe"] });
	});

	it("of today stays as it is", () => {
		const today = storedExtension(former());
		expect(storedExtension(JSON.parse(JSON.stringify(today)))).toEqual(today);
	});

	it("of a newer Graft is refused with what to do", () => {
		expect(() => storedExtension({ ...head, format: extensionFormat + 1, other: {} })).toThrow(
			expect.objectContaining({
				kind: "refused",
				message: expect.stringContaining("probe was stored by a newer Graft"),
				hint: expect.stringMatching(/Install.*or import/),
			}),
		);
	});

	it.each([null, 7, {}, { ...head, parts: {} }, { ...former(), format: extensionFormat }])(
		"that is none is a fault of ours: %j",
		(json) => expect(() => storedExtension(json)).toThrow(),
	);
});
