import type { RepositoryPlan } from "@graft/core/domain/repository-plan";
import type { Paint } from "../terminal/terminal.ts";
import { named } from "./named.ts";
import { oneLine } from "./one-line.ts";

/** One commit, file by file; its problems stand above already. */
export function repositoryPlanLines(plan: RepositoryPlan, paint: Paint): string[] {
	const { goal, extension, repository, branch, steps, notes } = plan;
	const what = named(extension.id, extension.version);
	const does = goal === "present" ? `Put ${what} into` : `Remove ${what} from`;
	return [
		paint("bold", `${does} ${oneLine(repository)} (${oneLine(branch)}), by one commit`),
		...(steps.length === 0 ? ["  Nothing to do: it is as it should be."] : []),
		...steps.map(({ kind, target, why }) => `  ${kind}  ${oneLine(target)}  ${paint("dim", why)}`),
		...notes.map((note) => `  ${paint("cyan", "note")}: ${oneLine(note)}`),
	];
}
