import type { Progress } from "@graft/core/domain/progress";
import type {
	DeploymentPlan,
	DeploymentStep,
} from "@graft/core/platforms/ocs-inventory/deployment/deployment-plan";
import type { Operation } from "../operations/run-operation.ts";

/** Counts the steps of a deployment, those of the installer included. */
export interface Tell {
	(step: DeploymentStep): void;
	readonly files: (event: Progress) => void;
}

export function makeTell({ report }: Operation, { steps }: DeploymentPlan): Tell {
	let done = 0;
	const step = (text: string) => {
		done += 1;
		report({ kind: "step", text, done, total: steps.length });
	};
	return Object.assign((each: DeploymentStep) => step(textOf(each)), {
		files: (event: Progress) => (event.kind === "step" ? step(event.text) : report(event)),
	});
}

function textOf({ kind, target }: DeploymentStep): string {
	return `${kind.replaceAll("-", " ")} ${target}`;
}
