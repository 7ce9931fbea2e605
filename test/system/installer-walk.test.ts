import type { Goal } from "@graft/core/domain/plan";
import { recoverPlace } from "@graft/core/drivers/files/apply/recover-place";
import { placeOf } from "@graft/core/drivers/files/plan/place";
import { afterEach, describe, expect, it } from "vitest";
import {
	type Death,
	type FaultyConnection,
	faultyConnection,
} from "../builders/faulty-connection.ts";
import { patient } from "../patience.ts";
import { deadProcess, first, mapOf, type Release, Server, second } from "./installer-server.ts";

interface Scenario {
	readonly name: string;
	readonly before?: Release;
	readonly goal: Goal;
	readonly release: Release;
	/** Something of the installed files was changed by hand. */
	readonly drifted?: boolean;
	readonly removalFails?: boolean;
}

const scenarios: Scenario[] = [
	{ name: "an install", goal: "present", release: first },
	{ name: "an upgrade to another segment", before: first, goal: "present", release: second },
	{
		name: "an upgrade in place, over a file that was changed by hand",
		before: { ...first, version: "0.9" },
		drifted: true,
		goal: "present",
		release: first,
	},
	{ name: "an uninstall", before: first, goal: "absent", release: first },
	{ name: "an install that the check refuses", goal: "present", release: broken("Broken") },
	{
		name: "an upgrade in place that the check refuses",
		before: first,
		goal: "present",
		release: broken(first.segment),
	},
	{
		name: "an uninstall that the check refuses",
		before: first,
		goal: "absent",
		release: first,
		removalFails: true,
	},
];

const byHand = { ...first, version: "0.9", code: "# by hand" };
const releases = [
	first,
	second,
	{ ...first, version: "0.9" },
	byHand,
	broken("Broken"),
	broken(first.segment),
];
const gone = deadProcess();
const servers: Server[] = [];

afterEach(() => {
	for (const server of servers.splice(0)) server.tearDown();
});

/** Loads nowhere, but is a whole file: what Apache makes of it is the check's business. */
function broken(segment: string): Release {
	return { version: "3.0", segment, code: "die 'on purpose';" };
}

async function prepare(scenario: Scenario): Promise<Server> {
	const server = new Server();
	servers.push(server);
	if (scenario.before) await server.run("present", scenario.before, { checks: false });
	if (scenario.drifted) server.put(server.mapPath(first.segment), mapOf(byHand));
	return server;
}

function watch(server: Server, faults: string[], death?: Death): FaultyConnection {
	return faultyConnection(server.connect(), {
		...(death && { death }),
		inspect: () => faults.push(...server.faults(releases)),
	});
}

/** Runs until the connection dies, and what was asked for by then has happened. */
async function dieAt(server: Server, scenario: Scenario, death: Death, checks = true) {
	const faults: string[] = [];
	const connection = watch(server, faults, death);
	const ended = await server
		.run(scenario.goal, scenario.release, {
			...{ connection, process: gone, checks },
			removalFails: scenario.removalFails ?? false,
		})
		.catch((error: unknown) => error);
	await connection.settled();
	server.letTimePass();
	return { faults, calls: connection.calls, ended };
}

async function undisturbed(scenario: Scenario, checks = true) {
	const server = await prepare(scenario);
	const before = server.snapshot();
	const faults: string[] = [];
	const connection = watch(server, faults);
	await server
		.run(scenario.goal, scenario.release, {
			...{ connection, checks },
			removalFails: scenario.removalFails ?? false,
		})
		.catch((error: unknown) => error);
	return { before, after: server.snapshot(), faults, calls: connection.calls };
}

async function recover(server: Server, connection = server.connect()) {
	return recoverPlace({
		connection,
		place: placeOf(connection, "ocs-inventory", server.facts),
		actor: "tester",
		clock: () => new Date(),
		report: () => undefined,
		service: async () => null,
		process: gone,
	});
}

function moments(calls: readonly string[]): Death[] {
	return calls.flatMap((call, index) =>
		(["before", "half", "after"] as const)
			.filter((moment) => moment !== "half" || call.startsWith("write "))
			.map((moment) => ({ call: index + 1, moment })),
	);
}

describe.each(scenarios)("$name", (scenario) => {
	it("killed at every call and run again, ends as if nothing had happened", async () => {
		const plain = await undisturbed(scenario);
		expect(plain.faults).toEqual([]);
		for (const death of moments(plain.calls)) {
			const server = await prepare(scenario);
			const { faults } = await dieAt(server, scenario, death);
			const connection = watch(server, faults);
			await server
				.run(scenario.goal, scenario.release, {
					connection,
					removalFails: scenario.removalFails ?? false,
				})
				.catch((error: unknown) => error);
			const at = `${plain.calls[death.call - 1]} (${death.moment})`;
			expect({ at, faults, tree: server.snapshot() }).toEqual({
				at,
				faults: [],
				tree: plain.after,
			});
			server.tearDown();
		}
	});

	it("killed at every call and only put in order, is all there or as before", async () => {
		const plain = await undisturbed(scenario);
		for (const death of moments(plain.calls)) {
			const server = await prepare(scenario);
			const { faults } = await dieAt(server, scenario, death);
			await recover(server, watch(server, faults));
			const at = `${plain.calls[death.call - 1]} (${death.moment})`;
			expect({ at, faults }).toEqual({ at, faults: [] });
			expect([plain.before, plain.after], at).toContainEqual(server.snapshot());
			server.tearDown();
		}
	});
});

describe.each(scenarios.slice(1, 4))("$name, killed, and its recovery killed too", (scenario) => {
	it(
		"ends all there or as before all the same",
		async () => {
			const plain = await undisturbed(scenario, false);
			// Every third call: all of them are walked above, and what a recovery finds repeats itself.
			const deaths = moments(plain.calls).filter(
				({ call, moment }) => moment === "after" && call % 3 === 0,
			);
			for (const death of deaths) {
				const dead = await prepare(scenario);
				await dieAt(dead, scenario, death, false);
				const counted = watch(dead, []);
				await recover(dead, counted);
				dead.tearDown();
				for (const again of moments(counted.calls)) {
					if (again.moment === "before") continue;
					const server = await prepare(scenario);
					const { faults } = await dieAt(server, scenario, death, false);
					const dying = watch(server, faults, again);
					await recover(server, dying).catch((error: unknown) => error);
					await dying.settled();
					server.letTimePass();
					await recover(server, watch(server, faults));
					const at = `${plain.calls[death.call - 1]}, then ${counted.calls[again.call - 1]} (${again.moment})`;
					expect({ at, faults }).toEqual({ at, faults: [] });
					expect([plain.before, plain.after], at).toContainEqual(server.snapshot());
					server.tearDown();
				}
			}
		},
		patient(900_000),
	);
});
