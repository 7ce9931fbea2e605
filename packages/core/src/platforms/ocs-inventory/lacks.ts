import type { Extension } from "../../domain/extension.ts";
import type { Problem } from "../../domain/problem.ts";
import type { TableSeen, TablesSeen } from "../place.ts";
import { ocsCodes } from "./codes.ts";
import { sectionsOf } from "./own.ts";

/** Without its tables, the server answers 500 to every agent that sends the sections of an extension. */
export function lacks(extension: Extension, seen: TablesSeen): readonly Problem[] {
	return "unknown" in seen ? [unknown(extension, seen.unknown)] : lacking(extension, seen.tables);
}

function lacking(extension: Extension, tables: readonly TableSeen[]): readonly Problem[] {
	const { id } = extension;
	const sections = new Set(sectionsOf(extension).map((section) => section.toLowerCase()));
	const written = tables.filter(({ table }) => sections.has(table.toLowerCase()));
	const reasons = written.flatMap(({ table, state }) => {
		if (state === "in-sync") return [];
		return state === "missing"
			? [`has no table ${table}`]
			: [`has ${table}, but not as this version needs it`];
	});
	if (reasons.length === 0) return [];
	return [
		{
			severity: "warning",
			code: ocsCodes["ocs/tables-missing"],
			path: "",
			message: `OCS's database ${reasons.join(", and ")}. The server would answer 500 to every agent that sends the section.`,
			hint: `Activate it first: install-plugin activate ${id}`,
			part: "server",
		},
	];
}

function unknown({ id }: Extension, why: string): Problem {
	return {
		severity: "warning",
		code: ocsCodes["ocs/tables-unknown"],
		path: "",
		message: `Graft cannot tell whether the tables of ${id} are there. ${why}`,
		hint: "If they are not, the server answers 500 to every agent that sends its sections. To check: install-plugin database check",
		part: "server",
	};
}
