import type { BindingPlan } from "@graft/core/domain/binding-plan";
import type { Paint } from "../terminal/terminal.ts";
import { oneLine } from "./one-line.ts";

/** Row by row; its problems stand above already. */
export function bindingPlanLines(plan: BindingPlan, paint: Paint): string[] {
	const { api, extension, steps, notes } = plan;
	return [
		paint("bold", `Bind groups to ${oneLine(extension.id)} in ${oneLine(api)}`),
		...(steps.length === 0 ? ["  Nothing to do: it is as it should be."] : []),
		...steps.map(({ kind, target, why }) => `  ${kind}  ${oneLine(target)}  ${paint("dim", why)}`),
		...notes.map((note) => `  ${paint("cyan", "note")}: ${oneLine(note)}`),
	];
}
