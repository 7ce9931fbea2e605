import { describe, expect, it } from "vitest";
import { commandTargets } from "./command-targets.ts";

describe("what commands are shown with", () => {
	it("is an example of each way to reach a server, and a server that it is on", () => {
		const on = { server: "ssh://ada@web:22", state: "in-sync" };
		expect(commandTargets([{ server: "local", state: "missing" }, on])).toEqual({
			examples: [
				{ where: "on this same machine", address: "local", becomesRoot: "called by sudo" },
				{ where: "reached over SSH", address: "ssh://user@host:22", becomesRoot: "by --sudo" },
			],
			installed: { address: "ssh://ada@web:22", becomesRoot: "by --sudo" },
		});
		expect(commandTargets([]).installed).toBeNull();
	});
});
