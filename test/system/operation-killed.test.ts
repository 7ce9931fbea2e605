import { rmSync } from "node:fs";
import { join } from "node:path";
import { projectFolder } from "@graft/database/project-folder";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeServicesProgram } from "../builders/program.ts";
import { patient } from "../patience.ts";
import { noOcsSchema } from "./mariadb.ts";
import { type Died, type KilledPlace, makeKilledPlace } from "./operation-killed-place.ts";

const scratch = join(projectFolder(), "node_modules", ".cache", `graft-killed-${process.pid}`);
const program = join(scratch, "child.mjs");
/** So many places at a time, which share the events. */
const lanes = 2;

describe.skipIf(noOcsSchema)(
	`an operation whose process is killed (${noOcsSchema ?? "for real"})`,
	() => {
		let places: readonly KilledPlace[] = [];
		beforeAll(async () => {
			const entryPoints = [join(import.meta.dirname, "operation-killed-child.ts")];
			await makeServicesProgram(program, { entryPoints });
			places = await Promise.all(Array.from({ length: lanes }, () => makeKilledPlace(program)));
		});
		afterAll(async () => {
			await Promise.all(places.map((place) => place.dispose()));
			rmSync(scratch, { recursive: true, force: true });
		});

		it(
			"at any event of up or remove ends as all there or as before, and says which; an up can be undone then",
			async () => {
				const walked = await Promise.all(places.map((place, lane) => walk(place, lane + 1)));
				const ends = (kind: "up" | "remove") => walked.flatMap((ends) => ends[kind]);
				expect(ends("up").length).toBeGreaterThan(15);
				expect(ends("remove").length).toBeGreaterThan(15);
				expect(new Set(ends("up"))).toEqual(new Set(["done", "rolled-back"]));
				// Its first event comes from a part that counts: a removal always goes on.
				expect(new Set(ends("remove"))).toEqual(new Set(["done"]));
			},
			patient(900_000),
		);
	},
);

type Ends = Readonly<Record<"up" | "remove", string[]>>;

/** Kills at each event from `first` on that is this lane's; gives how each ended. */
async function walk(place: KilledPlace, first: number): Promise<Ends> {
	await place.renew();
	const before = await place.everything();
	await place.perform("up");
	const there = await place.everything();
	expect(there).not.toEqual(before);
	const ends: Ends = { up: [], remove: [] };
	const goingOn = { up: true, remove: true };
	for (let event = first; goingOn.up || goingOn.remove; event += lanes) {
		await place.renew();
		if (goingOn.up) {
			goingOn.up = await place.kill("up", event);
			const died = await place.restart();
			await expectEnd({ event, place, died, done: there, "rolled-back": before });
			if (goingOn.up) ends.up.push(died.state);
			if (died.state === "done") await place.undo(died.id);
			expect({ event, undone: await place.everything() }).toEqual({ event, undone: before });
		}
		await place.perform("up");
		expect({ event, now: await place.everything() }).toEqual({ event, now: there });
		if (!goingOn.remove) continue;
		goingOn.remove = await place.kill("remove", event);
		const died = await place.restart();
		await expectEnd({ event, place, died, done: before, "rolled-back": there });
		if (goingOn.remove) ends.remove.push(died.state);
	}
	return ends;
}

interface Expected {
	readonly event: number;
	readonly place: KilledPlace;
	readonly died: Died;
	readonly done: unknown;
	readonly "rolled-back": unknown;
}

/** Its row, its last event and its outcome say the same, and that is what is there. */
async function expectEnd({ event, place, died, ...wholes }: Expected): Promise<void> {
	const { kind, state, outcome, events } = died;
	const told = { event, kind, state, outcome };
	expect(told).toMatchObject({ state: expect.stringMatching(/^(done|rolled-back)$/) });
	expect({ ...told, last: events.at(-1) }).toMatchObject({
		last: { kind: "end", data: { state, outcome } },
	});
	expect(events.map(({ number }) => number)).toEqual(events.map((_, index) => index + 1));
	if (state === "rolled-back")
		expect(told).toMatchObject({ outcome: expect.stringContaining("all is as before") });
	else
		expect(outcome).toMatch(
			kind === "up" ? /is active, installed on/ : /^It was removed, with its tables/,
		);
	expect({ ...told, now: await place.everything() }).toEqual({
		...told,
		now: wholes[state as "done" | "rolled-back"],
	});
}
