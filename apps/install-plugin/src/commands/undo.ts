import { getOperation } from "@graft/services/operations/get-operation";
import { performUndo } from "@graft/services/operations/undo-operation";
import { asOperation } from "../flows/perform.ts";
import { exitCodes } from "../program/exit-codes.ts";
import { missing } from "../program/server-flags.ts";
import { withContext } from "../session/services.ts";
import type { Run } from "../session/session.ts";
import { oneLine } from "../showing/one-line.ts";
import { operationLine } from "../showing/operations.ts";

export const run: Run = (session, subject) => {
	const { options, output, ask } = session;
	if (!options.yes && ask === null)
		throw missing("--yes", "undoing an operation must be confirmed");
	return withContext(session, async (ctx) => {
		const { events: _events, ...operation } = await getOperation({ ctx, input: { id: subject } });
		output.warn([operationLine(operation, output.paintNote)]);
		if (!options.yes && !(await ask?.confirm("Undo this?", false))) {
			output.note("Nothing was undone.");
			return exitCodes.done;
		}
		const input = { id: operation.id, accept: [...(options.accept ?? [])] };
		const { id, kind } = await asOperation(session, ctx, (hold) => performUndo(ctx, input, hold));
		const { outcome } = await getOperation({ ctx, input: { id } });
		if (options.json) output.json({ format: 1, id, kind, undoOf: operation.id, outcome });
		else output.text([oneLine(outcome ?? "")]);
		return exitCodes.done;
	});
};
