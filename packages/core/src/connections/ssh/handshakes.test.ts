import { expect, it } from "vitest";
import { withHandshake } from "./handshakes.ts";

it("lets five at a time sign in to one host, and everybody in the end", async () => {
	let [now, most, done] = [0, 0, 0];
	const release: (() => void)[] = [];
	const all = Array.from({ length: 17 }, (_, index) =>
		withHandshake("host 22", async () => {
			most = Math.max(most, ++now);
			await new Promise<void>((resolve) => release.push(resolve));
			now--;
			done++;
			// One that fails must not keep its place.
			if (index % 3 === 0) throw new Error("no");
		}).catch(() => undefined),
	);
	const other = await withHandshake("other 22", async () => "at once");
	expect(other).toBe("at once");
	while (done < 17) {
		release.shift()?.();
		await new Promise((resolve) => setImmediate(resolve));
	}
	await Promise.all(all);
	expect(most).toBe(5);
});
