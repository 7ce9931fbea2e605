import { GraftError } from "@graft/core/domain/errors";
import { type Request, respond } from "../src/tasks/worker.ts";

/** What a hostile archive makes of a parser, whatever its next fault may be: the first byte says which. */
const behaviours: Readonly<Record<string, (bytes: Uint8Array) => unknown>> = {
	l: () => {
		for (;;);
	},
	r: () => /^(a|a)*$/.exec(`${"a".repeat(60)}b`),
	m: () => {
		const held: string[][] = [];
		for (;;) held.push(Array.from({ length: 1000 }, (_, index) => `${held.length} ${index}`));
	},
	f: () => {
		throw new GraftError("refused", "No.", { hint: "Never.", problems: [] });
	},
	b: () => {
		throw new TypeError("a fault of ours");
	},
	x: () => process.exit(3),
	e: (bytes) => ({ copy: bytes.subarray(1, 3), again: Buffer.from("pooled") }),
};

export default function run({ name, input }: Request) {
	const [bytes] = input as [Uint8Array];
	if (name !== "inspect") throw new Error(name);
	return respond(() => behaviours[String.fromCharCode(bytes[0] ?? 0)]?.(bytes), input);
}
