import { countOf } from "@graft/core/domain/counts";
import type { Context } from "@graft/services/context/context";
import { getExtension } from "@graft/services/extensions/get-extension";
import { recoverTables } from "@graft/services/tables/recover-tables";
import type { RemovalPlan } from "@graft/services/way/removal-plan";
import { previewRemoval } from "@graft/services/way/remove-extension";
import { acceptWarnings } from "../asking/accept-warnings.ts";
import { downloadPlace } from "../asking/download-place.ts";
import { demandId } from "../asking/subject.ts";
import { perform } from "../flows/perform.ts";
import { withExport } from "../flows/with-export.ts";
import { codeOfLook, type ExitCode, exitCodes } from "../program/exit-codes.ts";
import { missing, wishesFromFlags } from "../program/server-flags.ts";
import { withContext, withView } from "../session/services.ts";
import type { Run, Session } from "../session/session.ts";
import { named } from "../showing/named.ts";
import { oneLine } from "../showing/one-line.ts";
import { removalPlanJson, removalPlanLines } from "../showing/removal-plan.ts";
import type { Ask } from "../terminal/ask.ts";

/** In the safe order: nothing more for agents, servers, row and tables in its system's database, folder. */
export const run: Run = async (session, subject) => {
	const id = demandId(subject);
	const { options, ask } = session;
	if (!options.yes && !options.dryRun && options.plan === undefined && ask === null)
		throw missing("--yes", "removing an extension must be confirmed");
	const wish = {
		id,
		dropTables: options.dropTables === true,
		...(await downloadPlace(session)),
		...(options.serverDir === undefined ? {} : { serverDir: options.serverDir }),
		...wishesFromFlags(options),
	};
	const open = options.dryRun ? withView : withContext;
	return open(session, async (ctx) => {
		if (!options.dryRun) await recoverTables({ ctx, input: {} });
		const removal = await lookAtRemoval(ctx, wish);
		if (options.dryRun) return tell(session, removal);
		const agreed = await settle(session, ctx, removal);
		if (agreed !== undefined) return remove(session, ctx, agreed);
		session.output.note("Nothing was removed.");
		return exitCodes.done;
	});
};

type Wish = Parameters<typeof previewRemoval>[0]["input"] & {
	dropTables: boolean;
	accept: string[];
};

interface Removal {
	readonly wish: Wish;
	readonly plan: RemovalPlan;
	/** What goes, for people. */
	readonly what: string;
	/** In all its tables. */
	readonly rows: number;
}

async function lookAtRemoval(ctx: Context, wish: Wish): Promise<Removal> {
	const { id } = wish;
	const { version, name } = await getExtension({ ctx, input: { id } });
	const plan = await previewRemoval({ ctx, input: wish });
	const what = `${named(name, version)} (${oneLine(id)}) and its unpacked folder`;
	const rows = plan.tables.reduce((sum, table) => sum + table.rows, 0);
	return { wish, plan, what, rows };
}

function tableLines({ plan, wish }: Removal): string[] {
	return plan.tables.map(
		({ table, rows }) =>
			`${wish.dropTables ? "drops" : "keeps"} ${oneLine(table)}, ${countOf(rows, "row")}`,
	);
}

function tell({ options, output }: Session, removal: Removal): ExitCode {
	const { plan, what } = removal;
	if (options.json) output.json(removalPlanJson(plan));
	else
		output.text([
			...removalPlanLines(plan, output.paint),
			...tableLines(removal),
			`Would remove ${what}.`,
		]);
	return codeOfLook(plan.problems);
}

async function remove(
	session: Session,
	ctx: Context,
	{ removal, file }: Agreed,
): Promise<ExitCode> {
	const { options, output } = session;
	const { wish, plan } = removal;
	const { id, accept } = wish;
	const exported = file === null || plan.tables.length === 0 ? null : file;
	if (exported === null && file !== null) output.note("It has no tables: nothing was exported.");
	const input = { ...wish, planHash: options.plan ?? plan.hash };
	if (exported === null) await perform(session, ctx, "remove", input);
	else
		await withExport(session, ctx, { id, accept }, exported, (keepTables) =>
			perform(session, { ...ctx, keepTables }, "remove", input),
		);
	const where = exported === null ? {} : { exported };
	if (options.json) output.json({ format: 1, id, removed: true, ...where });
	else output.text([...tableLines(removal), `${oneLine(id)} is removed.`]);
	return exitCodes.done;
}

interface Agreed {
	readonly removal: Removal;
	/** Where its tables are exported to first; null for nowhere. */
	readonly file: string | null;
}

/** undefined where the answer was no. */
async function settle(
	session: Session,
	ctx: Context,
	removal: Removal,
): Promise<Agreed | undefined> {
	const { options, output } = session;
	const { plan, what, wish } = removal;
	const given = { removal, file: options.export ?? null };
	if (options.plan !== undefined) return given;
	const ask = options.yes ? null : session.ask;
	const lines = [...removalPlanLines(plan, output.paintNote), ...tableLines(removal)];
	// Nobody says yes to what they have not seen, whatever --quiet keeps away.
	if (ask !== null) output.warn(lines);
	else for (const line of lines) output.note(line);
	if (ask === null) return given;
	const accept = await acceptWarnings(ask, plan.problems, wish.accept, ["server", "database"]);
	if (accept === undefined) return undefined;
	if (accept.length > wish.accept.length)
		return settle(session, ctx, await lookAtRemoval(ctx, { ...wish, accept }));
	if (!wish.dropTables || removal.rows === 0)
		return (await ask.confirm(`Remove ${what}?`, false)) ? given : undefined;
	const file = given.file ?? (await askForFile(ask));
	return (await isNamed(ask, removal)) ? { removal, file } : undefined;
}

async function askForFile(ask: Ask): Promise<string | null> {
	const file = await ask.text("File to export the tables to first (empty: no export)");
	return file.trim() === "" ? null : file.trim();
}

/** Rows that go do not come back: a yes that the finger gives by itself is not enough. */
async function isNamed(ask: Ask, { wish: { id }, rows }: Removal): Promise<boolean> {
	const question = `Type ${oneLine(id)} to drop ${countOf(rows, "row")} (empty: change nothing)`;
	const refuse = (answer: string) =>
		answer === id || answer === "" ? undefined : "That is not its id.";
	return (await ask.text(question, { refuse })) === id;
}
