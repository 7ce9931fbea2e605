import fc from "fast-check";
import { expect, it } from "vitest";
import { Slab } from "./slab.ts";

it("lends no byte twice, and lets in everybody in the end, in order", async () => {
	await fc.assert(
		fc.asyncProperty(
			fc.integer({ min: 1, max: 16 }),
			fc.array(fc.tuple(fc.integer({ min: 0, max: 16 }), fc.integer({ min: 1, max: 5 })), {
				maxLength: 25,
			}),
			async (all, wishes) => {
				const slab = new Slab(all);
				const holders = new Uint8Array(all);
				const order: number[] = [];
				await Promise.all(
					wishes.map(async ([wished, turns], index) => {
						const size = Math.min(wished, all);
						const { bytes, giveBack } = await slab.lend(size);
						order.push(index);
						expect(bytes.length).toBe(size);
						const at = bytes.byteOffset;
						for (let byte = at; byte < at + size; byte++) expect(holders[byte]).toBe(0);
						holders.fill(1, at, at + size);
						for (let turn = 0; turn < turns; turn++) await Promise.resolve();
						holders.fill(0, at, at + size);
						giveBack();
						giveBack();
					}),
				);
				expect(order).toEqual([...wishes.keys()]);
			},
		),
		{ numRuns: 300 },
	);
});

it("says that somebody waits only where they do", async () => {
	const slab = new Slab(2);
	const said: string[] = [];
	const { giveBack } = await slab.lend(2, () => said.push("first"));
	const second = slab.lend(1, () => said.push("second"));
	giveBack();
	await second;
	expect(said).toEqual(["second"]);
});
