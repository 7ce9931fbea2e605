import { previewRetry } from "@graft/services/deliveries/retry-deployment";
import { demandId } from "../asking/subject.ts";
import { perform } from "../flows/perform.ts";
import { exitCodes } from "../program/exit-codes.ts";
import { withContext, withView } from "../session/services.ts";
import type { Run } from "../session/session.ts";
import { machinesText } from "../showing/deployment.ts";
import { oneLine } from "../showing/one-line.ts";

export const run: Run = async (session, subject) => {
	const id = demandId(subject);
	const { machine, dryRun = false, json } = session.options;
	const input = { id, ...(machine === undefined ? {} : { machines: [...machine] }) };
	const { retried } = dryRun
		? await withView(session, (ctx) => previewRetry({ ctx, input }))
		: await withContext(session, (ctx) => perform(session, ctx, "retry", input));
	if (json) session.output.json({ format: 1, id, retried, changed: !dryRun && retried > 0 });
	else if (retried === 0)
		session.output.text([`No machine has reported an error for ${oneLine(id)}.`]);
	else {
		const offered = dryRun ? "would be offered" : "is offered";
		session.output.text([`${oneLine(id)} ${offered} once more to ${machinesText(retried)}.`]);
	}
	return exitCodes.done;
};
