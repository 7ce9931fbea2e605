import * as z from "zod";
import type { DatabaseConnection } from "../../../databases/database-connection.ts";
import type { DatabaseStep } from "../../../domain/database-plan.ts";
import { GraftError } from "../../../domain/errors.ts";
import { parseJson } from "../../../domain/parse-json.ts";
import { definitionOf } from "./definition.ts";

/**
 * A table in the foreign database itself, made before the first step and dropped after the last one. Row 0 is the
 * operation, row n says that step n has begun, and the row behind the last step that all of them are done.
 */
export const journalTable = "graft_journal";

const parameters = z.array(z.union([z.string(), z.number(), z.null()]));

const stepSchema = z.discriminatedUnion("kind", [
	z.object({
		kind: z.literal("run-statement"),
		target: z.string(),
		effect: z.enum(["table", "rows"]),
		statement: z.string(),
		parameters,
		why: z.string(),
		undo: z.object({ statement: z.string(), parameters }).nullable(),
		isFinal: z.boolean(),
	}),
	z.object({ kind: z.literal("drop-table"), target: z.string(), why: z.string() }),
]);

const operationSchema = z.object({
	format: z.literal(1),
	actor: z.string(),
	at: z.string(),
	extension: z.string(),
	steps: z.array(stepSchema),
});

const begunSchema = z.object({
	before: z.string().nullable(),
	entered: z.record(z.string(), z.number()),
});

export interface DatabaseOperation {
	readonly format: 1;
	readonly actor: string;
	/** ISO 8601, UTC. */
	readonly at: string;
	readonly extension: string;
	readonly steps: readonly DatabaseStep[];
}

export interface BegunStep {
	/** Counts from 1. */
	readonly position: number;
	readonly step: DatabaseStep;
	/** The definition of its target just before; null where there was none. */
	readonly before: string | null;
	/** How many rows the steps before it entered, by table. */
	readonly entered: Readonly<Record<string, number>>;
}

export interface DatabaseJournal {
	/** null where its writer died before it had said what it was about: then no step has begun. */
	readonly operation: DatabaseOperation | null;
	/** In the order in which they began. */
	readonly begun: readonly BegunStep[];
	/** Only tidying is left. */
	readonly isCommitted: boolean;
}

export async function openJournal(
	connection: DatabaseConnection,
	operation: DatabaseOperation,
): Promise<void> {
	await connection.execute(
		`CREATE TABLE ${journalTable} (position INT NOT NULL PRIMARY KEY, content LONGTEXT NOT NULL) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4`,
	);
	await enter(connection, 0, operation);
}

export function noteBegun(
	connection: DatabaseConnection,
	{ position, before, entered }: BegunStep,
): Promise<void> {
	return enter(connection, position, { before, entered });
}

export function noteCommitted(
	connection: DatabaseConnection,
	{ steps }: DatabaseOperation,
): Promise<void> {
	return enter(connection, steps.length + 1, {});
}

export async function dropJournal(connection: DatabaseConnection): Promise<void> {
	await connection.execute(`DROP TABLE IF EXISTS ${journalTable}`);
}

/** Undefined where no operation is under way, and none was interrupted. */
export async function readJournal(
	connection: DatabaseConnection,
): Promise<DatabaseJournal | undefined> {
	if ((await definitionOf(connection, journalTable)) === null) return undefined;
	const rows = (
		await connection.query(`SELECT position, content FROM ${journalTable} ORDER BY position`)
	).map(({ position, content }) => ({ position: Number(position), content: String(content) }));
	const [first, ...later] = rows;
	if (first === undefined) return { operation: null, begun: [], isCommitted: false };
	const operation = parseJson(first.content, operationSchema);
	if (operation === undefined || first.position !== 0) throw unreadable(connection);
	const end = operation.steps.length + 1;
	const begun = later
		.filter(({ position }) => position < end)
		.map(({ position, content }): BegunStep => {
			const step = operation.steps[position - 1];
			const said = parseJson(content, begunSchema);
			if (step === undefined || said === undefined) throw unreadable(connection);
			return { position, step, ...said };
		});
	return { operation, begun, isCommitted: later.some(({ position }) => position === end) };
}

async function enter(
	connection: DatabaseConnection,
	position: number,
	content: object,
): Promise<void> {
	await connection.execute(`INSERT INTO ${journalTable} (position, content) VALUES (?, ?)`, [
		position,
		JSON.stringify(content),
	]);
}

function unreadable({ label }: DatabaseConnection): GraftError {
	return new GraftError(
		"refused",
		`${label}: the table ${journalTable}, which says what an interrupted operation did, cannot be read.`,
		{
			hint: "A newer Graft may have written it: run that one. Otherwise read its rows, put in order what they name, and drop the table.",
		},
	);
}
