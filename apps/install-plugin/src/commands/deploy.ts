import { GraftError } from "@graft/core/domain/errors";
import type { Choice } from "@graft/core/platforms/ocs-inventory/deployment/machines";
import type { Context } from "@graft/services/context";
import { deployExtension } from "@graft/services/deployments/deploy-extension";
import { previewDeployment } from "@graft/services/deployments/preview-deployment";
import { acceptWarnings } from "../accept-warnings.ts";
import type { Ask } from "../ask.ts";
import { askOrRefuse } from "../ask-server.ts";
import { type DownloadPlace, downloadPlace } from "../download-place.ts";
import { exitCodes } from "../exit-codes.ts";
import type { Options } from "../invocation.ts";
import { deployedLines, deploymentLines } from "../render/deployment.ts";
import { problemLines } from "../render/problems.ts";
import { missing } from "../server-flags.ts";
import { withContext, withView } from "../services.ts";
import type { Run, Session } from "../session.ts";
import { demandId } from "../subject.ts";
import { whileChanging } from "../while-changing.ts";

interface Wish extends DownloadPlace {
	readonly id: string;
	readonly to: Mutable<Choice>;
	readonly accept: string[];
	readonly files?: string[];
	readonly windowsPath?: string;
}

/** The schemas want arrays of their own. */
type Mutable<T> = T extends { kind: "machines" } ? { kind: "machines"; names: string[] } : T;

export const run: Run = async (session, subject) => {
	const id = demandId(subject);
	const { options, ask, output } = session;
	if (!options.dryRun && !options.yes && options.plan === undefined && ask === null)
		throw missing("--yes", "a deployment must be confirmed (or name its plan: --plan HASH)");
	const to = chosen(options) ?? (await askChoice(askOrRefuse(ask, noChoice())));
	const wish: Wish = { id, to, ...agentFiles(options), ...(await downloadPlace(session)) };
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
		return exitCodes.done;
	}
	return withContext(session, async (ctx) => {
		const settled = await settle(session, ctx, wish);
		if (settled === undefined) {
			output.note("Nothing was deployed.");
			return exitCodes.done;
		}
		const done = await whileChanging(output, () => deployExtension({ ctx, input: settled }));
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
	if (!(await ask.confirm("Deploy this?", true))) return undefined;
	return { ...wish, accept, planHash: plan.hash };
}

function chosen({ all, group, machine }: Options): Wish["to"] | undefined {
	const choices: Wish["to"][] = [
		...(all ? [{ kind: "all" } as const] : []),
		...(group === undefined ? [] : [{ kind: "group", name: group } as const]),
		...(machine === undefined ? [] : [{ kind: "machines" as const, names: [...machine] }]),
	];
	if (choices.length > 1)
		throw new GraftError("usage", "Give one of --all, --group and --machine.");
	return choices[0];
}

function noChoice(): GraftError {
	return missing("--all, --group or --machine", "for which machines it is");
}

async function askChoice(ask: Ask): Promise<Wish["to"]> {
	const kind = await ask.choose("For which machines?", [
		{ value: "machines", name: "some machines, by name" },
		{ value: "group", name: "a group of OCS" },
		{ value: "all", name: "all machines" },
	] as const);
	if (kind === "all") return { kind };
	const refuse = (answer: string) => (answer.trim() === "" ? "Give a name." : undefined);
	if (kind === "group") return { kind, name: (await ask.text("Group", { refuse })).trim() };
	const answer = await ask.text("Machines, separated by commas", { refuse });
	const names = answer.split(",").map((name) => name.trim());
	return { kind, names: names.filter((name) => name !== "") };
}
