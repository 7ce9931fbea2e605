import fc from "fast-check";
import { expect, it } from "vitest";
import { Turns } from "./turns.ts";

it("never lets in more than there is room for, and everybody in the end, in order", async () => {
	await fc.assert(
		fc.asyncProperty(
			fc.integer({ min: 1, max: 10 }),
			fc.array(fc.integer({ min: 0, max: 12 }), { maxLength: 30 }),
			async (all, sizes) => {
				const turns = new Turns(all);
				const order: number[] = [];
				let inside = 0;
				let most = 0;
				await Promise.all(
					sizes.map(async (size, index) => {
						const leave = await turns.take(size);
						order.push(index);
						inside += Math.min(size, all);
						most = Math.max(most, inside);
						await Promise.resolve();
						inside -= Math.min(size, all);
						leave();
					}),
				);
				expect(most).toBeLessThanOrEqual(all);
				expect(order).toEqual([...sizes.keys()]);
			},
		),
		{ numRuns: 200 },
	);
});

it("says that it waits only where it does", async () => {
	const turns = new Turns(2);
	const said: string[] = [];
	const leave = await turns.take(2, () => said.push("first"));
	const second = turns.take(1, () => said.push("second"));
	leave();
	(await second)();
	expect(said).toEqual(["second"]);
});
