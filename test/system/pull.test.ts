import { afterEach, beforeEach, expect, it } from "vitest";
import { type FalconAgent, startFalconAgent } from "../builders/falcon-agent-double.ts";
import { type Instance, makeInstance } from "./command-line.ts";

let graft: Instance;
let agents: FalconAgent[];
beforeEach(async () => {
	graft = await makeInstance();
	agents = await Promise.all(
		(["clean", "broken"] as const).map((state) => startFalconAgent(state)),
	);
});
afterEach(async () => {
	await Promise.all([graft.remove(), ...agents.map((agent) => agent.stop())]);
});

it("tells machines to fetch, and ends with 4 where one does not have it", async () => {
	const [clean = "", broken = ""] = agents.map(({ machine }) => machine);
	const one = await graft.run(["pull", "--machine", clean]);
	expect(one).toMatchObject({ code: 0, stdout: `${clean}  has it\n` });
	const both = await graft.run(["pull", "--machine", `${clean},${broken}`]);
	expect(both.code).toBe(4);
	expect(both.stdout).toContain(`${broken}  does not have it: git pull in dir:plugin fail.`);
	expect(both.stdout).toContain(`1 machine of 2 does not have it: ${broken}.`);
	const { value } = await graft.json(["pull", "--machine", clean, "--system", "open-falcon"]);
	expect(value).toEqual({
		...{ format: 1, machines: [{ machine: clean, state: "done", reason: null }] },
	});
	expect((await graft.run(["pull"])).code).toBe(2);
	expect((await graft.run(["pull", "--machine", clean, "--system", "dkron"])).code).toBe(2);
});
