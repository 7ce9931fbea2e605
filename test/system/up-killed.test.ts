import { beforeEach, describe, expect, it } from "vitest";
import { ocsFiles } from "../builders/ocs-files.ts";
import { commonPlace } from "../common-place.ts";
import { patient } from "../patience.ts";
import { noOcsStack } from "./ocs-stack.ts";
import { id, makeUpPlace, newerAgent, type UpPlace, wider } from "./up-place.ts";

/** Not every step, because each costs seconds, but some in every place. */
describe.skipIf(noOcsStack)(
	`the whole way, in a process that is killed${noOcsStack ? ` (${noOcsStack})` : ""}`,
	() => {
		let place: UpPlace;
		let before: unknown;
		let parent: number | undefined;

		const shared = commonPlace(makeUpPlace, (old) => old.dispose());
		beforeEach(async () => {
			place = shared();
			before = await place.everything();
			parent = place.stack.apache();
		});

		const rows = async (table: string) =>
			(await place.stack.database(`select HARDWARE_ID, MOUNT from ${table} order by 1`)).length;

		/** The server runs on as if nothing were, whatever died. */
		async function expectServed(): Promise<void> {
			expect(place.stack.apache()).toBe(parent);
			expect(await place.stack.answer()).toBe(400);
		}

		/** Its rows are there, whatever its table is called meanwhile, unless dropping it was the last thing. */
		async function expectRows(told: readonly string[]): Promise<void> {
			const tables = (await place.stack.database("show tables")).flat();
			const [table] = tables.filter((name) => name === id || name.startsWith("graft_gone_"));
			if (table === undefined) expect(told.at(-1)).toContain(`drop ${id}`);
			else expect(await rows(table)).toBe(2);
		}

		it(
			"is gone on with from anywhere, up and down, and not a row is lost on the way",
			async () => {
				const zip = await place.zip("1.0");
				let goingOn = { up: true, remove: true };
				let there: unknown;
				for (let step = 1; goingOn.up || goingOn.remove; step += 3) {
					const told = goingOn.up ? await place.runUntil(place.up(zip), step) : [];
					await expectServed();
					await place.done(place.up(zip));
					await expectTold(step);
					there = await expectSame(step, there);

					await insertRows();
					const gone = goingOn.remove ? await place.runUntil(place.remove(), step) : [];
					await expectServed();
					if (goingOn.remove) await expectRows(gone);
					goingOn = { up: told.length >= step, remove: gone.length >= step };
					await place.run(place.remove());
					await expectTold(step);
					expect({ step, now: await place.everything() }).toEqual({ step, now: before });
					expect(await place.traces()).toEqual([]);
					if (!goingOn.up && !goingOn.remove) expect(step).toBeGreaterThan(12);
				}
				await expectServed();
			},
			patient(900_000),
		);

		it(
			"is gone on with as an upgrade, and every row is kept",
			async () => {
				const zip = await place.zip("1.0");
				const map = String(ocsFiles()["APACHE/Map.pm"]).replace(
					"MOUNT => {}",
					"MOUNT => {}, LABEL => {}",
				);
				const newer = { ...wider, ...newerAgent, "APACHE/Map.pm": map };
				const upgrade = await place.zip("2.0", newer);
				let there: unknown;
				let killed = true;
				for (let step = 3; killed; step += 5) {
					await place.done(place.up(zip));
					await insertRows();
					const told = await place.runUntil(place.up(upgrade), step);
					killed = told.length >= step;
					await expectServed();
					expect(await rows(id)).toBe(2);
					await place.done(place.up(upgrade));
					await expectTold(step);
					there = await expectSame(step, there);
					await place.done(place.remove());
					if (!killed) expect(step).toBeGreaterThan(9);
				}
			},
			patient(900_000),
		);

		const insertRows = () =>
			place.stack.database(`insert into ${id} (HARDWARE_ID, MOUNT) values (1, '/'), (2, '/')`);

		/** Whatever died: each operation came to an end, says which, and that is what is there. */
		async function expectTold(step: number): Promise<void> {
			const { stdout } = await place.run(["operations", "--json"]);
			const { operations } = JSON.parse(stdout) as {
				operations: { kind: string; state: string; outcome: string | null }[];
			};
			for (const { kind, state, outcome } of operations) {
				if (kind !== "up" && kind !== "remove") continue;
				// A removal that was done to its end leaves nothing for the one after it.
				const isTwice = kind === "remove" && outcome?.includes("There is no extension") === true;
				expect({ step, kind, state, outcome }).toMatchObject({
					state: isTwice ? "failed" : expect.stringMatching(/^(done|rolled-back)$/),
				});
			}
		}

		/** Nothing half-done is left, and all is as after the first death; gives that. */
		async function expectSame(step: number, first: unknown): Promise<unknown> {
			expect({ step, traces: await place.traces() }).toEqual({ step, traces: [] });
			const now = await stripped();
			expect({ step, now }).toEqual({ step, now: first ?? now });
			return first ?? now;
		}

		/** Without the date of its activation, which differs each time. */
		async function stripped() {
			const { rows: all, ...others } = await place.everything();
			const rowsWithout = (all as string[][]).map((row) =>
				row[0] === id ? row.slice(0, -1) : row,
			);
			return { ...others, rows: rowsWithout };
		}
	},
);
