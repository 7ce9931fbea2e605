import { type Plan, placesNothing, type Step } from "@graft/core/domain/plan";
import { printable } from "@graft/core/domain/printable";
import type { Paint } from "../terminal/terminal.ts";
import { bytesText } from "./bytes.ts";
import { named } from "./named.ts";
import { oneLine } from "./one-line.ts";
import { nothingToPlace } from "./outcome.ts";

/** The plan as a person reads it before they say yes. */
export function planLines(plan: Plan, paint: Paint): string[] {
	const { id, version } = plan.extension;
	const doing = plan.goal === "present" ? "install" : "uninstall";
	const title = `Plan to ${doing} ${named(id, version)} on ${oneLine(plan.server)}`;
	const steps = grouped(plan.steps).map(
		({ step, numbers, more }) =>
			`${numbers.padStart(3)}. ${doingOf(step)} ${paint("bold", oneLine(step.target))}${sizeOf(step)}${more}\n` +
			[oneLine(step.why), ...differenceOf(step)]
				.map((line) => `     ${paint("dim", line)}`)
				.join("\n"),
	);
	return [
		paint("bold", title),
		...(steps.length === 0 ? [`  ${nothingToDo(plan)}`] : steps),
		...plan.notes.map((note) => `  ${paint("cyan", "note")}: ${oneLine(note)}`),
		`  hash ${plan.hash}`,
	];
}

function nothingToDo(plan: Plan): string {
	return placesNothing(plan)
		? `Nothing is installed there: ${nothingToPlace}`
		: "Nothing to do: it is as it should be.";
}

interface Line {
	readonly step: Step;
	/** `4`, or `1-4` where one line stands for several steps. */
	readonly numbers: string;
	readonly more: string;
}

/** Folders inside each other are one line, of the innermost: the way to it is no news. */
function grouped(steps: readonly Step[]): Line[] {
	const lines: Line[] = [];
	for (let at = 0; at < steps.length; ) {
		const first = at;
		while (isChain(steps[at], steps[at + 1])) at += 1;
		at += 1;
		const run = steps.slice(first, at);
		const innermost = run.reduce((one, other) =>
			other.target.length > one.target.length ? other : one,
		);
		const above = run.length - 1;
		lines.push({
			step: innermost,
			numbers: above === 0 ? `${at}` : `${first + 1}-${at}`,
			more: above === 0 ? "" : `, and ${above} folder${above === 1 ? "" : "s"} above it`,
		});
	}
	return lines;
}

function isChain(step: Step | undefined, next: Step | undefined): boolean {
	if (step === undefined || next === undefined || step.kind !== next.kind) return false;
	if (step.kind === "make-folder") return next.target.startsWith(`${step.target}/`);
	return step.kind === "remove-folder" && step.target.startsWith(`${next.target}/`);
}

export function doingOf(step: Step): string {
	switch (step.kind) {
		case "make-folder":
			return "make folder";
		case "put-file":
			return step.before === null ? "put" : "replace";
		case "remove-file":
			return "remove";
		case "remove-folder":
			return "remove folder, if empty,";
		case "trial":
			return "try";
		case "check":
			return "check";
		case "build":
			return "build";
		case "reload":
		case "restart":
			return step.kind;
	}
}

/** What a step changes in a file that others have a part in. */
function differenceOf(step: Step): string[] {
	return step.kind === "put-file" ? (step.difference ?? []).map(printable) : [];
}

function sizeOf(step: Step): string {
	return step.kind === "put-file" ? `, ${bytesText(step.bytes)}` : "";
}
