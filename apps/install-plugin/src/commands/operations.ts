import { GraftError } from "@graft/core/domain/errors";
import type { Context } from "@graft/services/context/context";
import { followOperation } from "@graft/services/operations/follow-operation";
import { getOperation } from "@graft/services/operations/get-operation";
import { listOperations } from "@graft/services/operations/list-operations";
import { type ExitCode, exitCodeOf, exitCodes } from "../program/exit-codes.ts";
import { withView } from "../session/services.ts";
import type { Run, Session } from "../session/session.ts";
import { oneLine } from "../showing/one-line.ts";
import { eventLine, operationLine, operationListLines, whatNow } from "../showing/operations.ts";

export const run: Run = (session, id) => {
	const { follow = false } = session.options;
	if (id === "" && follow)
		throw new GraftError("usage", "Which operation is to be followed?", {
			hint: "install-plugin operations lists them: install-plugin operations ID --follow",
		});
	return withView(session, (ctx) => {
		if (id === "") return list(session, ctx);
		return follow ? followOne(session, ctx, id) : show(session, ctx, id);
	});
};

async function list({ options, output }: Session, ctx: Context): Promise<ExitCode> {
	const { operations } = await listOperations({ ctx, input: {} });
	if (options.json) output.json({ format: 1, operations });
	else output.text(operationListLines(operations, output.paint));
	return exitCodes.done;
}

async function show({ options, output }: Session, ctx: Context, id: string): Promise<ExitCode> {
	const { events, ...operation } = await getOperation({ ctx, input: { id } });
	if (options.json) output.json({ format: 1, operation, events });
	else
		output.text([
			operationLine(operation, output.paint),
			...events.flatMap((event) => eventLine(event) ?? []),
			...(operation.outcome === null ? [] : [oneLine(operation.outcome)]),
			...whatNow(operation),
		]);
	return exitCodes.done;
}

/** With --json one object a line: a script reads them as they come. Ends as the operation did. */
async function followOne(session: Session, ctx: Context, id: string): Promise<ExitCode> {
	const { options, output } = session;
	for await (const event of followOperation(ctx, { id })) {
		if (options.json) output.jsonLine(event);
		else {
			const line = eventLine(event);
			if (line !== null) output.text([line]);
		}
		if (event.kind !== "end") continue;
		const { state, outcome, failure } = event.data;
		if (!options.json) output.text([oneLine(outcome)]);
		if (state === "done") return exitCodes.done;
		if (state === "cancelled") return exitCodes.cancelled;
		return failure === undefined || failure.kind === "bug"
			? exitCodes.refused
			: exitCodeOf[failure.kind];
	}
	return exitCodes.ourFault;
}
