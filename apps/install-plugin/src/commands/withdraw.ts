import {
	previewWithdrawal,
	takesNothing,
	type WithdrawnDeployment,
} from "@graft/services/deliveries/withdraw-deployment";
import { downloadPlace } from "../asking/download-place.ts";
import { demandId } from "../asking/subject.ts";
import { perform } from "../flows/perform.ts";
import { exitCodes } from "../program/exit-codes.ts";
import { missing } from "../program/server-flags.ts";
import { withContext, withView } from "../session/services.ts";
import type { Run } from "../session/session.ts";
import { machinesText } from "../showing/deployment.ts";
import { oneLine } from "../showing/one-line.ts";

export const run: Run = async (session, subject) => {
	const id = demandId(subject);
	const { options, output, ask } = session;
	const { machine, purge = false, dryRun = false } = options;
	if (!options.yes && !dryRun && ask === null)
		throw missing("--yes", "withdrawing a deployment must be confirmed");
	const input = {
		...{ id, purge, ...(await downloadPlace(session)) },
		...(machine === undefined ? {} : { machines: [...machine] }),
	};
	const tell = (changed: boolean, done: WithdrawnDeployment, text: string) => {
		if (options.json) output.json({ format: 1, id, changed, ...done });
		else output.text([text]);
		return exitCodes.done;
	};
	const open = dryRun ? withView : withContext;
	return open(session, async (ctx) => {
		const would = await previewWithdrawal({ ctx, input });
		const nothing = takesNothing(would);
		if (dryRun)
			return tell(false, would, nothing ? none(id) : `Would withdraw ${whatOf(id, would)}.`);
		if (
			!options.yes &&
			!nothing &&
			!(await ask?.confirm(`Withdraw ${whatOf(id, would)}?`, false))
		) {
			output.note("Nothing was withdrawn.");
			return exitCodes.done;
		}
		const done = await perform(session, ctx, "withdraw", input);
		const changed = !takesNothing(done);
		return tell(changed, done, changed ? `Withdrew ${whatOf(id, done)}.` : none(id));
	});
};

function none(id: string): string {
	return `No machine has ${oneLine(id)} by its system's deployment; nothing to do.`;
}

function whatOf(id: string, { withdrawn, installed, purged }: WithdrawnDeployment): string {
	const packages = purged.length === 0 ? "" : `, and purged: ${purged.join(", ")}`;
	const stays =
		installed === 0
			? ""
			: ` (${machinesText(installed)} ${installed === 1 ? "has" : "have"} installed it and ${installed === 1 ? "keeps" : "keep"} it)`;
	return `${oneLine(id)} from ${machinesText(withdrawn)}${stays}${packages}`;
}
