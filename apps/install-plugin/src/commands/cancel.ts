import { cancelOperation } from "@graft/services/operations/cancel-operation";
import { exitCodes } from "../program/exit-codes.ts";
import { withView } from "../session/services.ts";
import type { Run } from "../session/session.ts";

export const run: Run = async (session, subject) => {
	const { options, output } = session;
	// What a dead process left is not gone on with just because something is to be cancelled.
	const { id, state } = await withView(session, (ctx) =>
		cancelOperation({ ctx, input: { id: subject } }),
	);
	if (options.json) output.json({ format: 1, id, state });
	else
		output.text([
			state === "cancelled"
				? "It is cancelled: it had not begun."
				: `Cancelling: it ends before its next step. To follow it: install-plugin operations ${id.slice(0, 8)} --follow`,
		]);
	return exitCodes.done;
};
