import { createHash } from "node:crypto";
import type { Plan } from "./plan.ts";

export function sha256(data: Uint8Array | string): string {
	return createHash("sha256").update(data).digest("hex");
}

/** JSON whose bytes depend on the values alone: the keys of every object are sorted. */
export function canonicalJson(value: unknown): string {
	return JSON.stringify(value, (_key, part: unknown) =>
		part !== null && typeof part === "object" && !Array.isArray(part)
			? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
			: part,
	);
}

/** Over everything in the plan but the hash itself. */
export function planHash(plan: Omit<Plan, "hash">): string {
	const { hash: _, ...rest } = plan as Plan;
	return sha256(canonicalJson(rest));
}
