import fc from "fast-check";
import { expect, it } from "vitest";
import { Turns } from "./turns.ts";

it("never lets in more than there is room for, and everybody in the end, in order", async () => {
	await fc.assert(
		fc.asyncProperty(
			fc.integer({ min: 1, max: 4 }),
			fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 30 }),
			async (atOnce, stays) => {
				const turns = new Turns(atOnce);
				const order: number[] = [];
				let inside = 0;
				let most = 0;
				await Promise.all(
					stays.map(async (stay, index) => {
						const leave = await turns.take();
						order.push(index);
						inside += 1;
						most = Math.max(most, inside);
						for (let turn = 0; turn < stay; turn++) await Promise.resolve();
						inside -= 1;
						leave();
					}),
				);
				expect(most).toBeLessThanOrEqual(atOnce);
				expect(order).toEqual([...stays.keys()]);
			},
		),
		{ numRuns: 200 },
	);
});
