import type { GraftError } from "@graft/core/domain/errors";
import type { FinalKind } from "../context/operation-kinds.ts";
import { refusedUndo } from "../way/refused-undo.ts";
import type { FoundOperation } from "./find-operation.ts";

type Why = (operation: FoundOperation) => GraftError;

/** Why nothing undoes operations of these kinds, and what to do instead. */
export const whyFinal: Readonly<Record<FinalKind, Why>> = {
	"undo-up": ({ extensionId: id }) =>
		refusedUndo(
			`${id} is in its places as it was before.`,
			"Its archives are kept: install and deploy it again.",
		),
	remove: (operation) =>
		refusedUndo(
			`${operation.extensionId} is gone from its places${dropped(operation) ? ", and the rows of its tables with it" : ""}.`,
			"Its archives are kept: import one of them again, then install and deploy it.",
		),
	deploy: executed,
	retry: executed,
	withdraw: executed,
	try: () =>
		refusedUndo("It left nothing: what it made for that, it deleted.", "There is nothing to undo."),
	mend: () =>
		refusedUndo(
			"The folder is as its archive has it now.",
			"A copy of what was there before is kept in set-aside/ in GRAFT_HOME.",
		),
};

function executed({ extensionId: id }: FoundOperation): GraftError {
	return refusedUndo(
		"Machines may have executed it since, and that cannot be undone.",
		`What machines still wait for: install-plugin withdraw ${id}. To uninstall it from Unix agents: install-plugin deploy ${id} --uninstall`,
	);
}

function dropped({ input }: FoundOperation): boolean {
	return (input as { dropTables?: boolean } | null)?.dropTables === true;
}
