import { GraftError } from "@graft/core/domain/errors";

export function refusedUndo(message: string, hint: string): GraftError {
	return new GraftError("refused", `This cannot be undone. ${message}`, { hint });
}
