import { afterAll, beforeEach } from "vitest";
import { patient } from "./patience.ts";

/**
 * A costly place that the tests of a suite share. The test after one that failed gets a new one: what that one left
 * half-done must not fail another. Gives what reads the place of the test that runs.
 */
export function commonPlace<Place>(
	make: () => Promise<Place>,
	dispose: (place: Place) => unknown,
): () => Place {
	let place: Place | undefined;
	const end = async () => {
		const old = place;
		place = undefined;
		if (old !== undefined) await dispose(old);
	};
	beforeEach(async ({ onTestFailed }) => {
		place ??= await make();
		onTestFailed(end, patient(120_000));
	}, patient(300_000));
	afterAll(end, patient(120_000));
	return () => {
		if (place === undefined) throw new Error("a place is there only while a test runs");
		return place;
	};
}
