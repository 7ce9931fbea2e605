import { previewRetry } from "@graft/services/deliveries/retry-deployment";
import { exitCodes } from "../exit-codes.ts";
import { perform } from "../perform.ts";
import { machinesText } from "../render/deployment.ts";
import { oneLine } from "../render/one-line.ts";
import { withContext, withView } from "../services.ts";
import type { Run } from "../session.ts";
import { demandId } from "../subject.ts";

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
