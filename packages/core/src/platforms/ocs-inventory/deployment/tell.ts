import type { Progress } from "../../../domain/progress.ts";
import type { DeliveryTools, DeploymentPlan, DeploymentStep } from "../../delivery.ts";

/** Counts the steps of a deployment, those on files included. */
export interface Tell {
	(step: DeploymentStep): void;
	readonly files: (event: Progress) => void;
}

export function makeTell({ report }: DeliveryTools, { steps }: DeploymentPlan): Tell {
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
