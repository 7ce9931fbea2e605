import type { Context } from "@graft/services/context/context";
import type { OperationKind } from "@graft/services/context/operation-kinds";
import { cancelOperation } from "@graft/services/operations/cancel-operation";
import { performOperation } from "@graft/services/operations/start-operation";
import type { InputOf, ResultOf } from "@graft/services/operations/verbs";
import type { Session } from "../session/session.ts";
import { whileChanging } from "./while-changing.ts";

/** Does a verb as an operation that everybody sees, in this process; Ctrl-C cancels it. */
export function perform<Kind extends OperationKind>(
	{ output }: Pick<Session, "output">,
	ctx: Context,
	kind: Kind,
	input: InputOf<Kind>,
): Promise<ResultOf<Kind>> {
	return asOperation({ output }, ctx, (options) => performOperation(ctx, kind, input, options));
}

interface Options {
	readonly signal: AbortSignal;
	readonly begun: (id: string) => void;
}

export function asOperation<Result>(
	{ output }: Pick<Session, "output">,
	ctx: Context,
	work: (options: Options) => Promise<Result>,
): Promise<Result> {
	const cancel = new AbortController();
	let operation = "";
	const begun = (id: string) => {
		operation = id;
	};
	const ask = () => {
		cancel.abort();
		// So that whoever follows it sees who it was; the wish itself is known here already.
		const input = { id: operation };
		if (operation !== "") void cancelOperation({ ctx, input }).catch(() => undefined);
	};
	return whileChanging(output, ask, () => work({ signal: cancel.signal, begun }));
}
