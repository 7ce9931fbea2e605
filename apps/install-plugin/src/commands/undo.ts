import { getOperation } from "@graft/services/operations/get-operation";
import { performUndo, previewUndo, type UndoPlan } from "@graft/services/operations/undo-operation";
import { acceptWarnings } from "../asking/accept-warnings.ts";
import { asOperation } from "../flows/perform.ts";
import { exitCodes } from "../program/exit-codes.ts";
import { missing } from "../program/server-flags.ts";
import { withContext } from "../session/services.ts";
import type { Run, Session } from "../session/session.ts";
import { oneLine } from "../showing/one-line.ts";
import { operationLine, undoLines } from "../showing/operations.ts";
import { problemLines } from "../showing/problems.ts";

export const run: Run = (session, subject) => {
	const { options, output, ask } = session;
	if (!options.yes && ask === null)
		throw missing("--yes", "undoing an operation must be confirmed");
	return withContext(session, async (ctx) => {
		const operation = await getOperation({ ctx, input: { id: subject, mostEvents: 0 } });
		output.warn([operationLine(operation, output.paintNote)]);
		const look = (accept: readonly string[] = []) =>
			previewUndo({ ctx, input: { id: operation.id, accept: [...accept] } });
		const shown = await look(options.accept);
		const accept = await agree(session, shown);
		if (accept === undefined) {
			output.note("Nothing was undone.");
			return exitCodes.done;
		}
		// What was accepted just now is part of what is done.
		const { hash } = accept.length > (options.accept?.length ?? 0) ? await look(accept) : shown;
		const input = { id: operation.id, accept, planHash: hash };
		const { id, kind } = await asOperation(session, ctx, (hold) => performUndo(ctx, input, hold));
		const { outcome } = await getOperation({ ctx, input: { id, mostEvents: 0 } });
		if (options.json) output.json({ format: 1, id, kind, undoOf: operation.id, outcome });
		else output.text([oneLine(outcome ?? "")]);
		return exitCodes.done;
	});
};

/** The codes that are accepted, once what would be done was seen; undefined where the answer was no. */
async function agree({ options, output, ask }: Session, { says, problems }: UndoPlan) {
	const paint = output.paintNote;
	output.warn([...problemLines(problems, paint), "Once this is undone:", ...undoLines(says)]);
	const accept = [...(options.accept ?? [])];
	if (options.yes || ask === null) return accept;
	const accepted = await acceptWarnings(ask, problems, accept, ["web", "database", "server"]);
	if (accepted === undefined) return undefined;
	return (await ask.confirm("Undo this?", false)) ? accepted : undefined;
}
