import type {
	DatabaseStep,
	RunStatement,
	SkippedStatement,
} from "../../../domain/database-plan.ts";
import type { Problem } from "../../../domain/problem.ts";
import { classifyInstall, planSchema, type SchemaStep } from "../schema/plan-schema.ts";
import { problemOfVerdict } from "../schema/problem-of-verdict.ts";
import type { SqlSystem } from "../system.ts";
import type { WantedTables } from "../wanted.ts";
import type { Survey } from "./survey.ts";

export interface TablesPlan {
	readonly steps: readonly DatabaseStep[];
	readonly skipped: readonly SkippedStatement[];
	readonly kept: readonly { readonly table: string; readonly what: readonly string[] }[];
	/** Errors, and warnings that are not accepted. */
	readonly problems: readonly Problem[];
}

/** On the way in. */
export function tablesWanted(
	{ install }: WantedTables,
	{ owners, created, present, wanted, strangers, rows }: Survey,
	accepted: readonly string[],
): TablesPlan {
	const { steps, kept } = planSchema({ install, owners, present, wanted, accepted });
	const sent = steps.filter(({ action }) => action === "run" || action === "upgrade");
	return {
		steps: sent.map(asStep),
		skipped: steps
			.filter(({ action }) => action === "skip")
			.map(({ statement, reason }) => ({ statement, reason })),
		kept: kept.filter(({ table }) => created.has(table) || !strangers.has(table)),
		problems: distinct([
			...[...strangers]
				.filter((table) => created.has(table))
				.map((table) => stoodBefore(table, rows.get(table) ?? 0, owners.system)),
			...steps.flatMap(({ statement, verdict }) =>
				problemOfVerdict(statement, verdict, owners.system),
			),
		]).filter(({ severity, code }) => severity === "error" || !accepted.includes(code)),
	};
}

/** Else whoever names a table of somebody else's in a package would get it, to change and to drop. */
function stoodBefore(table: string, rows: number, { name, file, codes }: SqlSystem): Problem {
	return {
		...{ severity: "warning", code: codes["table-stood-before"], part: "database", path: file },
		message: `The table ${table} is already in ${name}'s database, with ${about(rows)}, and nothing shows that the extension created it.`,
		hint: "Accept this only if the table is the extension's own, for example one that an earlier removal left. It is then changed to what the package needs, and dropped when the extension is removed with its tables.",
	};
}

function about(rows: number): string {
	return rows === 1 ? "about 1 row" : `about ${rows.toLocaleString("en")} rows`;
}

/** On the way out: every table of its own that is there, some of them, or none. */
export function tablesUnwanted(
	id: string,
	texts: WantedTables,
	{ owners, present, schemaVersion, strangers, rows }: Survey,
	accepted: readonly string[],
	dropTables: boolean | readonly string[],
): TablesPlan {
	const isUnwanted = (name: string) =>
		typeof dropTables === "boolean" ? dropTables : dropTables.includes(name);
	const tables = [...present.keys()];
	const { system } = owners;
	const stoodBeforeCode = system.codes["table-stood-before"];
	const isTakenOver = accepted.includes(stoodBeforeCode);
	const reasonToStay = (name: string): string | null => {
		if (system.tookOver(name, schemaVersion)) return `${system.name} itself has it now`;
		if (!isUnwanted(name)) return "stays with all its rows";
		if (isTakenOver || !strangers.has(name)) return null;
		return `was there before the extension, with ${about(rows.get(name) ?? 0)}: it stays. If it is the extension's own: install-plugin remove ${id} --drop-tables --accept ${stoodBeforeCode}`;
	};
	const dropped = tables.filter((name) => reasonToStay(name) === null);
	const extra =
		dropTables === true ? removal(texts, { owners }, accepted) : { steps: [], skipped: [] };
	return {
		steps: [
			...extra.steps,
			...dropped.map(
				(target): DatabaseStep => ({ kind: "drop-table", target, why: "its rows go with it" }),
			),
		],
		skipped: extra.skipped,
		kept: tables.flatMap((table) => {
			const reason = reasonToStay(table);
			return reason === null ? [] : [{ table, what: [reason] }];
		}),
		problems: [],
	};
}

/** What the package's own removal does beside dropping its tables, such as to take a view away; only with a yes. */
function removal(
	{ remove }: WantedTables,
	{ owners }: Pick<Survey, "owners">,
	accepted: readonly string[],
): { steps: readonly DatabaseStep[]; skipped: readonly SkippedStatement[] } {
	const beyond = classifyInstall(remove, owners).filter(
		({ statement, verdict }) => statement.kind !== "drop" && verdict.is !== "allowed",
	);
	const judged = beyond.map(({ text, table, verdict }) => {
		const isSent = verdict.is === "ask" && accepted.includes(verdict.code);
		const reason = verdict.is === "allowed" ? "" : verdict.reason;
		return { text, table, isSent, reason };
	});
	return {
		steps: judged
			.filter(({ isSent }) => isSent)
			.map(({ text, table, reason }) => ({
				...{ kind: "run-statement", target: table ?? "", effect: "rows", statement: text },
				...{ parameters: [], why: `${reason}; this was accepted`, undo: null, isFinal: true },
			})),
		skipped: judged
			.filter(({ isSent }) => !isSent)
			.map(({ text, reason }) => ({ statement: text, reason })),
	};
}

function asStep(step: SchemaStep): RunStatement {
	const { statement, table, reason, verdict, isDefining, undo, isFinal } = step;
	const asked = verdict?.is === "ask" ? `${verdict.reason}; this was accepted` : reason;
	return {
		kind: "run-statement",
		target: table ?? "",
		effect: isDefining ? "table" : "rows",
		statement,
		parameters: [],
		why: isFinal ? `${asked}, and this cannot be undone` : asked,
		undo: undo === null ? null : { statement: undo, parameters: [] },
		isFinal,
	};
}

function distinct(problems: readonly Problem[]): readonly Problem[] {
	const seen = new Map(problems.map((one) => [`${one.code} ${one.message}`, one]));
	return [...seen.values()];
}
