import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
	type FalconAgent,
	startFalconAgent,
} from "../../../../test/builders/falcon-agent-double.ts";
import { type Instance, makeInstance } from "../../test/instance.ts";
import { pullMachines } from "./pull-machines.ts";

let instance: Instance;
let agents: FalconAgent[];
beforeEach(async () => {
	instance = await makeInstance();
	agents = [];
});
afterEach(async () => {
	await Promise.all(agents.map((agent) => agent.stop()));
	await instance.dispose();
});

async function start(...given: Parameters<typeof startFalconAgent>): Promise<FalconAgent> {
	const agent = await startFalconAgent(...given);
	agents.push(agent);
	return agent;
}
const pull = async (...machines: string[]) =>
	(await pullMachines({ ctx: instance.ctx, input: { machines } })).machines;

describe("machines that are told to fetch", () => {
	it("are believed by their words, and reset where somebody changed what they have", async () => {
		const clean = await start("clean");
		const dirty = await start("dirty");
		expect(await pull(clean.machine, dirty.machine)).toEqual([
			{ machine: clean.machine, state: "done", reason: null },
			{ machine: dirty.machine, state: "reset", reason: null },
		]);
		expect(clean.asked).toEqual(["/plugin/update"]);
		expect(dirty.asked).toEqual(["/plugin/update", "/plugin/reset", "/plugin/update"]);
	});

	it("are named where they do not have it, though they answer 200, and keep nobody else from it", async () => {
		const broken = await start("broken");
		const stuck = await start("stuck");
		const gone = await start("clean");
		await gone.stop();
		const clean = await start("clean");
		const machines = [broken, stuck, gone, clean].map(({ machine }) => machine);
		const pulled = await pull(...machines);
		expect(pulled.map(({ state }) => state)).toEqual(["failed", "failed", "no-answer", "done"]);
		expect(pulled[0]?.reason).toContain("exit status 128");
		expect(pulled[2]?.reason).toContain("ECONNREFUSED");
		expect(broken.asked).toEqual(["/plugin/update"]);
	});

	it("are asked a few at a time", async () => {
		let now = 0;
		let most = 0;
		const watch = (change: 1 | -1) => {
			now += change;
			most = Math.max(most, now);
		};
		for (let at = 0; at < 12; at += 1) await start("clean", watch);
		const pulled = await pull(...agents.map(({ machine }) => machine));
		expect(pulled.every(({ state }) => state === "done")).toBe(true);
		expect(most).toBeLessThanOrEqual(4);
	});

	it.each(["http://web1", "web1/plugin", "user@web1", "web1:99999", "-x", ""])(
		"are no machines where they are written as %j: nobody is asked",
		async (wrong) => {
			const clean = await start("clean");
			await expect(pull(clean.machine, wrong)).rejects.toMatchObject({ kind: "usage" });
			expect(clean.asked).toEqual([]);
		},
	);
});
