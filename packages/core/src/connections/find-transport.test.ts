import { expect, it } from "vitest";
import { labelOf } from "./find-transport.ts";

it.each([
	["local", "local"],
	["ssh://root@OCS", "ssh://root@ocs:22"],
])("a server at %s is called %s", (address, label) => {
	expect(labelOf({ address })).toBe(label);
});

it("an address of no transport is refused, with how addresses are written", () => {
	expect(() => labelOf({ address: "docker://ocs\u001b[2J" })).toThrow(
		expect.objectContaining({
			kind: "usage",
			message: expect.not.stringContaining("\u001b"),
			hint: "Write local, or ssh://user@host:port.",
		}),
	);
});
