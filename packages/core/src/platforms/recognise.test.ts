import { describe, expect, it } from "vitest";
import { panoptesFiles } from "../../../../test/builders/panoptes-files.ts";
import { makeTree } from "../../../../test/builders/tree.ts";
import { GraftError } from "../domain/errors.ts";
import { recognise } from "./recognise.ts";
import { platforms } from "./registry.ts";

describe("recognising an archive", () => {
	it("names the one platform that it is meant for", () => {
		expect(recognise(makeTree(panoptesFiles())).id).toBe("panoptes");
	});

	it("refuses what no platform claims, and names the platforms there are", () => {
		const attempt = () => recognise(makeTree({ "notes.txt": "nothing" }));
		expect(attempt).toThrow(GraftError);
		for (const { name } of platforms) expect(attempt).toThrow(name);
	});

	it("refuses what several platforms claim, and names those", () => {
		const [first] = platforms;
		if (!first) throw new Error("the registry is empty");
		const eager = [
			{ ...first, name: "First", recognise: () => true },
			{ ...first, name: "Second", recognise: () => true },
			{ ...first, name: "Third", recognise: () => false },
		];
		expect(() => recognise(makeTree({}), eager)).toThrow(/First, Second\./);
	});
});
