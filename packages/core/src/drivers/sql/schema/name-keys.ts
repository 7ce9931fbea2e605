import { type Key, sameName } from "./table.ts";

/** Each with a name that is free, so that it can be dropped again by it: its own, or one after its first column. */
export function nameKeys(keys: readonly Key[], staying: readonly Key[]): readonly Key[] {
	const taken = ["PRIMARY", ...staying.map(({ name }) => name)];
	return keys.map((key) => {
		if (key.kind === "primary") return key;
		const name = freeName(key, taken);
		taken.push(name);
		return { ...key, name };
	});
}

function freeName(key: Key, taken: readonly string[]): string {
	const isFree = (name: string) => name !== "" && !taken.some((other) => sameName(other, name));
	if (isFree(key.name)) return key.name;
	const base = (key.parts[0]?.column ?? "").slice(0, 50);
	for (let number = 1; ; number += 1) {
		const name = number === 1 ? base : `${base}_${number}`;
		if (isFree(name)) return name;
	}
}
