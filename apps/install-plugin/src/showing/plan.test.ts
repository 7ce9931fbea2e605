import type { Plan, Step } from "@graft/core/domain/plan";
import { expect, it } from "vitest";
import { plain } from "../terminal/terminal.ts";
import { planLines } from "./plan.ts";

function shown(steps: readonly Step[]): string {
	const plan: Plan = {
		format: 1,
		goal: "present",
		platform: "ocs-inventory",
		extension: { id: "probe", version: "1.0" },
		content: null,
		server: "local",
		place: { key: "k", workFolder: "/w", receiptsFolder: "/r", reach: ["/etc/ocs"] },
		steps,
		leaves: null,
		notes: [],
		hash: "abc",
	};
	return planLines(plan, plain).join("\n");
}

const make = (target: string): Step => ({ kind: "make-folder", target, mode: 0o755, why: "why" });
const clear = (target: string): Step => ({ kind: "remove-folder", target, why: "why" });

it("shows folders inside each other as one line, with the numbers of all their steps", () => {
	const text = shown([make("/p/A"), make("/p/A/B"), make("/p/A/B/C"), make("/q")]);
	expect(text).toContain("1-3. make folder /p/A/B/C, and 2 folders above it\n");
	expect(text).toContain("  4. make folder /q\n");
	expect(text.match(/why/g)).toHaveLength(2);
});

it("does so on the way back too, and never across folders that only look alike", () => {
	const text = shown([clear("/p/A/B"), clear("/p/A"), clear("/p/Abc")]);
	expect(text).toContain("1-2. remove folder, if empty, /p/A/B, and 1 folder above it\n");
	expect(text).toContain("  3. remove folder, if empty, /p/Abc\n");
});
