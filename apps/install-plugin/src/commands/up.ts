import { GraftError } from "@graft/core/domain/errors";
import type { Context } from "@graft/services/context/context";
import { waitForRows } from "@graft/services/proof/wait-for-rows";
import { recoverTables } from "@graft/services/tables/recover-tables";
import { previewUp, type UpDone } from "@graft/services/way/up-extension";
import type { UpPlan } from "@graft/services/way/up-plan";
import { acceptWarnings } from "../asking/accept-warnings.ts";
import { askMachines, type Machines, machinesFromFlags } from "../asking/choose-machines.ts";
import { choosePlaces, type ServerPlace } from "../asking/place.ts";
import { isArchivePath, readArchiveFile, subjectId } from "../asking/subject.ts";
import { goesToServers } from "../flows/goes-to-servers.ts";
import { perform } from "../flows/perform.ts";
import { codeOfLook, type ExitCode, exitCodes } from "../program/exit-codes.ts";
import { missing } from "../program/server-flags.ts";
import { withContext, withView } from "../session/services.ts";
import type { Run, Session } from "../session/session.ts";
import { oneLine } from "../showing/one-line.ts";
import { problemLines } from "../showing/problems.ts";
import { upDoneLines, upPlanJson, upPlanLines } from "../showing/up-plan.ts";

/** So long agents that ask often have the time to send something. */
const usualWait = 120;

type Asked = Parameters<typeof previewUp>[0]["input"];

/** The whole way: folder, database, server, agents, and a look whether data arrives. */
export const run: Run = async (session, subject) => {
	const { options, ask } = session;
	if (!options.dryRun && !options.yes && options.plan === undefined && ask === null)
		throw missing(
			"--yes",
			"installing and deploying must be confirmed (or name its plan: --plan HASH)",
		);
	const what = isArchivePath(subject)
		? await readArchiveFile(subject, options)
		: { id: subjectId(subject, options) };
	const isNamed = options.server !== undefined;
	const places = isNamed || (await goesToServers(session, what)) ? await choosePlaces(session) : [];
	const [place] = places;
	const asked: Asked = {
		subject: what,
		accept: [...(options.accept ?? [])],
		servers: places,
		reload: options.reload ?? true,
		groups: [...(options.bind ?? [])],
		...(await deploymentOf(session, place)),
	};
	if (options.dryRun) return withView(session, (ctx) => show(session, ctx, asked));
	return withContext(session, (ctx) => apply(session, ctx, asked));
};

async function deploymentOf(session: Session, place: ServerPlace | undefined) {
	if (place === undefined) return {};
	const { server } = place;
	const to = await machinesOf(session);
	if (to === undefined) return {};
	const { downloadDir, script, windowsPath } = session.options;
	return {
		deployment: {
			to,
			server,
			...(downloadDir === undefined ? {} : { downloadDir }),
			...(script === undefined ? {} : { files: [...script] }),
			...(windowsPath === undefined ? {} : { windowsPath }),
		},
	};
}

/** Without a flag, and without anybody to ask, every machine that has a use for it; undefined: nobody now. */
async function machinesOf({ options, ask }: Session): Promise<Machines | undefined> {
	if (options.deploy === false) return undefined;
	const flagged = machinesFromFlags(options);
	if (flagged !== undefined) return flagged;
	if (ask === null || options.yes) return { kind: "all" };
	const isNow = await ask.confirm(
		"Give machines the agent part too, by their system's own deployment?",
		true,
	);
	return isNow ? askMachines(ask) : undefined;
}

async function show({ options, output }: Session, ctx: Context, input: Asked): Promise<ExitCode> {
	const plan = await previewUp({ ctx, input });
	if (options.json) output.json(upPlanJson(plan));
	else output.text(planAndProblems(plan, output.paint));
	return codeOfLook(plan.problems);
}

async function apply(session: Session, ctx: Context, asked: Asked): Promise<ExitCode> {
	const { options, output } = session;
	await recoverTables({ ctx, input: {} });
	const settled = await settle(session, ctx, asked);
	if (settled === undefined) {
		output.note("Nothing was changed.");
		return exitCodes.done;
	}
	const done = await perform(session, ctx, "up", settled);
	const arrival = await arrivalOf(session, ctx, done);
	if (options.json) output.json({ format: 1, ...done, rows: arrival });
	else output.text(upDoneLines(done, arrival));
	return exitCodes.done;
}

/** What was shown and agreed to; undefined where the answer was no. */
async function settle(session: Session, ctx: Context, asked: Asked) {
	const { options, output } = session;
	if (options.plan !== undefined) return { ...asked, planHash: options.plan };
	const ask = options.yes ? null : session.ask;
	const plan = await previewUp({ ctx, input: asked });
	const lines = planAndProblems(plan, output.paintNote);
	// Nobody says yes to what they have not seen, whatever --quiet keeps away.
	if (ask !== null) output.warn(lines);
	else for (const line of lines) output.note(line);
	const agreed = { ...asked, planHash: plan.hash };
	if (ask === null) return agreed;
	const parts = ["web", "database", "server", "agent"] as const;
	const accept = await acceptWarnings(ask, plan.problems, [...(asked.accept ?? [])], parts);
	if (accept === undefined) return undefined;
	// With a warning accepted, other statements may be sent: that plan is shown too.
	if (accept.length > (asked.accept ?? []).length)
		return settle(session, ctx, { ...asked, accept });
	return (await ask.confirm("Apply this plan?", true)) ? agreed : undefined;
}

type Arrival = Awaited<ReturnType<typeof waitForRows>>;

/** null where nobody waits, no data is to be expected, or nobody can look. */
async function arrivalOf(
	{ options, output }: Session,
	ctx: Context,
	{ id, database }: UpDone,
): Promise<Arrival | null> {
	const deadlineSeconds = options.wait ?? usualWait;
	if (database === null || deadlineSeconds === 0) return null;
	output.note(
		`Waiting up to ${deadlineSeconds} s for rows (--wait); Ctrl-C only ends the waiting.`,
	);
	try {
		return await waitForRows({ ctx, input: { id, deadlineSeconds } });
	} catch (error) {
		// All is done: what cannot be seen of it now makes nothing of that untrue.
		if (!(error instanceof GraftError)) throw error;
		const look = `install-plugin status ${oneLine(id)} looks again.`;
		output.warn([`Graft cannot tell whether rows arrive: ${error.message} ${look}`]);
		return null;
	}
}

function planAndProblems(plan: UpPlan, paint: Session["output"]["paint"]): string[] {
	return [...problemLines(plan.problems, paint), ...upPlanLines(plan, paint)];
}
