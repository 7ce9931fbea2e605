import type { Context } from "@graft/services/context";
import { getExtension } from "@graft/services/extensions/get-extension";
import {
	previewRemoval,
	type RemovalPreview,
	removeExtension,
} from "@graft/services/extensions/remove-extension";
import { installedOn } from "@graft/services/extensions/where-installed";
import { recoverDatabase } from "@graft/services/ocs-database/recover-database";
import type { Ask } from "../ask.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { countText } from "../render/count.ts";
import { oneLine } from "../render/one-line.ts";
import { missing } from "../server-flags.ts";
import { withContext, withView } from "../services.ts";
import type { Run, Session } from "../session.ts";
import { showDatabasePlan, tellDryRun } from "../settle-database.ts";
import { demandId } from "../subject.ts";
import { whileChanging } from "../while-changing.ts";
import { writeExport } from "../write-export.ts";

export const run: Run = async (session, subject) => {
	const id = demandId(subject);
	const { options, ask } = session;
	if (!options.yes && !options.dryRun && options.plan === undefined && ask === null)
		throw missing("--yes", "removing an extension must be confirmed");
	const open = options.dryRun ? withView : withContext;
	return open(session, async (ctx) => {
		if (!options.dryRun) await recoverDatabase({ ctx, input: {} });
		const removal = await lookAtRemoval(session, ctx, id);
		return options.dryRun ? tell(session, removal) : remove(session, ctx, removal);
	});
};

interface Removal extends RemovalPreview {
	/** What goes, for people. */
	readonly what: string;
	readonly dropTables: boolean;
	/** In all its tables. */
	readonly rows: number;
}

async function lookAtRemoval({ options }: Session, ctx: Context, id: string): Promise<Removal> {
	const dropTables = options.dropTables === true;
	const { version, name } = await getExtension({ ctx, input: { id } });
	const preview = await previewRemoval({ ctx, input: { id, dropTables } });
	if (preview.servers.length > 0) throw installedOn(id, preview.servers);
	const what = `${oneLine(name)} ${oneLine(version)} (${oneLine(id)}) and its unpacked folder`;
	const rows = preview.tables.reduce((sum, table) => sum + table.rows, 0);
	return { ...preview, what, dropTables, rows };
}

function tableLines({ tables, dropTables }: Removal): string[] {
	return tables.map(
		({ table, rows }) =>
			`${dropTables ? "drops" : "keeps"} ${oneLine(table)}, ${countText(rows, "row")}`,
	);
}

function tell(session: Session, removal: Removal): ExitCode {
	const { id, plan, tables, what } = removal;
	const text = [...tableLines(removal), `Would remove ${what}.`].join("\n");
	return tellDryRun(session, plan, { id, removed: false, tables }, text);
}

async function remove(session: Session, ctx: Context, removal: Removal): Promise<ExitCode> {
	const { options, output } = session;
	const { id, plan, dropTables, tables } = removal;
	const file = await settle(session, removal);
	if (file === undefined) {
		output.note("Nothing was removed.");
		return exitCodes.done;
	}
	const exported = file === null || tables.length === 0 ? null : file;
	if (exported !== null) await writeExport(session, ctx, id, exported);
	else if (file !== null) output.note("It has no tables: nothing was exported.");
	const input = { id, dropTables, plan: options.plan ?? plan?.hash };
	await whileChanging(output, () => removeExtension({ ctx, input }));
	const where = exported === null ? {} : { exported };
	if (options.json) output.json({ format: 1, id, removed: true, ...where });
	else output.text([...tableLines(removal), `${oneLine(id)} is removed.`]);
	return exitCodes.done;
}

/** Where to export to first, null for nowhere; undefined where the answer was no. */
async function settle(session: Session, removal: Removal): Promise<string | null | undefined> {
	const { options, output } = session;
	const { plan, what } = removal;
	const given = options.export ?? null;
	if (options.plan !== undefined) return given;
	if (plan !== null) showDatabasePlan(session, plan);
	const ask = options.yes ? null : session.ask;
	if (ask === null) return given;
	output.warn(tableLines(removal));
	if (!removal.dropTables || removal.rows === 0)
		return (await ask.confirm(`Remove ${what}?`, false)) ? given : undefined;
	const file = given ?? (await askForFile(ask));
	return (await isNamed(ask, removal)) ? file : undefined;
}

async function askForFile(ask: Ask): Promise<string | null> {
	const file = await ask.text("File to export the tables to first (empty: no export)");
	return file.trim() === "" ? null : file.trim();
}

/** Rows that go do not come back: a yes that the finger gives by itself is not enough. */
async function isNamed(ask: Ask, { id, rows }: Removal): Promise<boolean> {
	const question = `Type ${oneLine(id)} to drop ${countText(rows, "row")} (empty: leave all as it is)`;
	const refuse = (answer: string) =>
		answer === id || answer === "" ? undefined : "That is not its id.";
	return (await ask.text(question, { refuse })) === id;
}
