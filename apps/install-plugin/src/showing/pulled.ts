import { countOf } from "@graft/core/domain/counts";
import type { PulledMachine } from "@graft/services/deliveries/pull-machine";
import type { Paint } from "../terminal/terminal.ts";
import { oneLine } from "./one-line.ts";

const words = {
	done: "has it",
	reset: "has it; what somebody had changed there by hand is gone",
	failed: "does not have it",
	"no-answer": "does not answer",
} as const;

const styles = { done: "green", reset: "yellow", failed: "red", "no-answer": "red" } as const;

export function pulledLines(machines: readonly PulledMachine[], paint: Paint): string[] {
	const lacking = machines.filter(({ state }) => state === "failed" || state === "no-answer");
	return [
		...machines.map(({ machine, state, reason }) => {
			const why = reason === null ? "" : `: ${oneLine(reason)}`;
			return `${oneLine(machine)}  ${paint(styles[state], words[state])}${why}`;
		}),
		...(lacking.length === 0
			? []
			: [
					`${countOf(lacking.length, "machine")} of ${machines.length} ${lacking.length === 1 ? "does" : "do"} not have it: ${lacking.map(({ machine }) => oneLine(machine)).join(", ")}.`,
				]),
	];
}
