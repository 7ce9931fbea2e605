import { countOf } from "@graft/core/domain/counts";
import type { TriedScript } from "@graft/services/extensions/try-script";
import type { Paint } from "../terminal/terminal.ts";
import { indented } from "./indented.ts";
import { oneLine } from "./one-line.ts";

/** A table of what the script gave, each row that would be dropped with its reasons below it. */
export function triedLines(tried: TriedScript, paint: Paint): string[] {
	const { id, script, columns, rows, faults, notes, stderr } = tried;
	const cells = rows.map((row) => row.cells.map(oneLine));
	const widths = columns.map((name, at) =>
		Math.max(name.length, ...cells.map((row) => row[at]?.length ?? 0)),
	);
	const line = (row: readonly string[]) =>
		`  ${row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join("  ")}`.trimEnd();
	const dropped = rows.filter((row) => row.dropped.length > 0).length;
	return [
		paint("bold", `${oneLine(id)}: ${oneLine(script)} ran once`),
		...(rows.length === 0 ? [] : [paint("dim", line(columns))]),
		...rows.flatMap((row, at) => [
			line(cells[at] ?? []),
			...row.dropped.map((why) => `    ${paint("red", "dropped")}: ${oneLine(why)}`),
		]),
		...faults.map((fault) => `  ${paint("red", "nothing is taken")}: ${oneLine(fault)}`),
		...notes.map((note) => `  ${paint("cyan", "note")}: ${oneLine(note)}`),
		...(stderr.trim() === "" ? [] : ["  standard error:", ...indented(stderr.trim(), "    ")]),
		...(rows.length === 0
			? []
			: [`${countOf(rows.length - dropped, "metric")} would be taken, ${dropped} dropped.`]),
	];
}
