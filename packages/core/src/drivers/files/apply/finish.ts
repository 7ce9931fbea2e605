import type { Step } from "../../../domain/plan.ts";
import type { Journal } from "../plan/journal.ts";
import { recordBuilt } from "./build.ts";
import type { Site } from "./site.ts";
import { stagedReceiptPath } from "./stage.ts";
import { clearStaging } from "./staging.ts";
import { together } from "./together.ts";

/** After the commit: the staged receipt takes its place, and what is not needed any more goes. */
export async function finish(
	{ connection, place }: Site,
	journal: Journal,
	tell: (step: Pick<Step, "kind" | "target">) => void,
): Promise<void> {
	await together([
		journal.receipt
			? connection.rename(stagedReceiptPath(journal), journal.receiptPath)
			: connection.remove(journal.receiptPath),
		clearStaging(connection, place, journal),
	]);
	await recordBuilt(connection, place, journal);
	for (const step of journal.steps) {
		if (step.kind !== "remove-folder") continue;
		tell(step);
		await connection.removeFolder(step.target);
	}
}
