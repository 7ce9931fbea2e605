import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { machineStateOf } from "./machine-state.ts";
import { commentOf, type Marker, readMarker } from "./marker.ts";

describe("the mark of a package", () => {
	const text = fc.string({ unit: "grapheme", minLength: 1, maxLength: 40 });

	it("is read again from its comment, whatever id and version are", () => {
		const marker = fc.record<Marker>({
			...{ id: text, version: text, agents: fc.constantFrom("unix", "windows") },
			purpose: fc.constantFrom("install", "uninstall"),
		});
		fc.assert(
			fc.property(marker, (given) => {
				expect(readMarker(commentOf(given))).toEqual(given);
			}),
		);
	});

	it.each([
		["nothing", ""],
		["a comment of a person", "probe 1.0 for Unix"],
		["one that only quotes it", "[graft probe 1.0 unix] is Graft's"],
		["agents that there are not", "[graft probe 1.0 android]"],
		["a purpose that there is not", "[graft probe 1.0 unix upgrade]"],
		["a broken escape", "[graft %zz 1.0 unix]"],
	])("is not in %s", (_what, comment) => {
		expect(readMarker(comment)).toBeNull();
	});
});

describe("the state of a machine", () => {
	it.each([
		[null, "waiting"],
		["NOTIFIED", "notified"],
		["SUCCESS", "success"],
		["SUCCESS_0", "success"],
		["SUCCESS_ALREADY_SETUP", "success"],
		["ERR_EXECUTE", "error"],
		["EXIT_CODE_2", "error"],
		["UNKNOWN_CODE", "error"],
		["", "error"],
	])("%s is %s", (value, state) => {
		expect(machineStateOf(value)).toBe(state);
	});
});
