import type { Context } from "@graft/services/context/context";
import { previewDeployment } from "@graft/services/deliveries/preview-deployment";
import { acceptWarnings } from "../asking/accept-warnings.ts";
import { askOrRefuse } from "../asking/ask-server.ts";
import {
	askMachines,
	type Machines,
	machinesFromFlags,
	noMachines,
} from "../asking/choose-machines.ts";
import { type DownloadPlace, downloadPlace } from "../asking/download-place.ts";
import { demandId } from "../asking/subject.ts";
import { perform } from "../flows/perform.ts";
import { codeOfLook, exitCodes } from "../program/exit-codes.ts";
import type { Options } from "../program/invocation.ts";
import { missing } from "../program/server-flags.ts";
import { withContext, withView } from "../session/services.ts";
import type { Run, Session } from "../session/session.ts";
import { deployedLines, deploymentLines } from "../showing/deployment.ts";
import { problemLines } from "../showing/problems.ts";

interface Wish extends DownloadPlace {
	readonly id: string;
	readonly to: Machines;
	readonly purpose: "install" | "uninstall";
	readonly accept: string[];
	readonly files?: string[];
	readonly windowsPath?: string;
}

export const run: Run = async (session, subject) => {
	const id = demandId(subject);
	const { options, ask, output } = session;
	if (!options.dryRun && !options.yes && options.plan === undefined && ask === null)
		throw missing("--yes", "a deployment must be confirmed (or name its plan: --plan HASH)");
	const to = machinesFromFlags(options) ?? (await askMachines(askOrRefuse(ask, noMachines())));
	const purpose = options.uninstall ? "uninstall" : "install";
	const place = await downloadPlace(session);
	const wish: Wish = { id, to, purpose, ...agentFiles(options), ...place };
	if (options.dryRun) {
		const { plan, problems } = await withView(session, (ctx) =>
			previewDeployment({ ctx, input: wish }),
		);
		if (options.json) output.json({ ...plan, problems });
		else
			output.text([
				...problemLines(problems, output.paint),
				...deploymentLines(plan, output.paint),
			]);
		return codeOfLook(problems);
	}
	return withContext(session, async (ctx) => {
		const settled = await settle(session, ctx, wish);
		if (settled === undefined) {
			output.note("Nothing was deployed.");
			return exitCodes.done;
		}
		const done = await perform(session, ctx, "deploy", settled);
		if (options.json) output.json({ format: 1, id, ...done });
		else output.text(deployedLines(id, done));
		return exitCodes.done;
	});
};

function agentFiles({ script, windowsPath, accept = [] }: Options) {
	return {
		accept: [...accept],
		...(script === undefined ? {} : { files: [...script] }),
		...(windowsPath === undefined ? {} : { windowsPath }),
	};
}

/** What was shown and agreed to; undefined where the answer was no. */
async function settle({ ask: person, options, output }: Session, ctx: Context, wish: Wish) {
	if (options.plan !== undefined) return { ...wish, planHash: options.plan };
	const ask = options.yes ? null : person;
	const { plan, problems } = await previewDeployment({ ctx, input: wish });
	const paint = output.paintNote;
	const lines = [...problemLines(problems, paint), ...deploymentLines(plan, paint)];
	// Nobody says yes to what they have not seen, whatever --quiet keeps away.
	if (ask !== null) output.warn(lines);
	else for (const line of lines) output.note(line);
	if (ask === null || plan.steps.length === 0) return { ...wish, planHash: plan.hash };
	const accept = await acceptWarnings(ask, problems, wish.accept, ["agent"]);
	if (accept === undefined) return undefined;
	const question =
		wish.purpose === "install" ? "Deploy this?" : "Uninstall it from these machines?";
	if (!(await ask.confirm(question, true))) return undefined;
	return { ...wish, accept, planHash: plan.hash };
}
