import { fewerProblems } from "@graft/core/domain/fewer-problems";
import { type ShownParts, shownParts } from "@graft/core/domain/shown-parts";
import type { Inspection } from "./inspection.ts";

/** An inspection as a page shows it, whatever the archive holds. */
export interface ShownInspection extends Omit<Inspection, "parts"> {
	readonly parts: ShownParts;
}

export function shownInspection(inspection: Inspection): ShownInspection {
	const { parts, problems } = inspection;
	return { ...inspection, parts: shownParts(parts), problems: fewerProblems(problems) };
}
