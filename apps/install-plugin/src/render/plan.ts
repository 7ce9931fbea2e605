import type { Plan, Step } from "@graft/core/domain/plan";
import type { Paint } from "../terminal.ts";
import { bytesText } from "./bytes.ts";
import { oneLine } from "./one-line.ts";

/** The plan as a person reads it before they say yes. */
export function planLines(plan: Plan, paint: Paint): string[] {
	const { id, version } = plan.extension;
	const doing = plan.goal === "present" ? "install" : "uninstall";
	const title = `Plan to ${doing} ${oneLine(id)} ${oneLine(version)} on ${oneLine(plan.server)}`;
	const steps = plan.steps.map(
		(step, index) =>
			`${String(index + 1).padStart(3)}. ${doingOf(step)} ${paint("bold", oneLine(step.target))}${sizeOf(step)}\n` +
			`     ${paint("dim", oneLine(step.why))}`,
	);
	return [
		paint("bold", title),
		...(steps.length === 0 ? ["  Nothing to do: it is as it should be."] : steps),
		...plan.notes.map((note) => `  ${paint("cyan", "note")}: ${oneLine(note)}`),
		`  hash ${plan.hash}`,
	];
}

function doingOf(step: Step): string {
	switch (step.kind) {
		case "make-folder":
			return "make folder";
		case "put-file":
			return step.before === null ? "put" : "replace";
		case "remove-file":
			return "remove";
		case "remove-folder":
			return "remove folder, if empty,";
		case "check":
			return "check";
		case "reload":
			return "reload";
	}
}

function sizeOf(step: Step): string {
	return step.kind === "put-file" ? `, ${bytesText(step.bytes)}` : "";
}
