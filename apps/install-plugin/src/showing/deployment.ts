import { machinesWithout } from "@graft/core/domain/machines-without";
import type { Step } from "@graft/core/domain/plan";
import type {
	Choice,
	DeliveryState,
	DeploymentPlan,
	DeploymentStep,
	MachineState,
} from "@graft/core/platforms/delivery";
import type { DeployedExtension } from "@graft/services/deliveries/deploy-extension";
import type { Paint, Style } from "../terminal/terminal.ts";
import { heading, named } from "./named.ts";
import { oneLine } from "./one-line.ts";
import { doingOf } from "./plan.ts";

/** In the order in which a person reads them. */
const machineStates: readonly MachineState[] = ["waiting", "notified", "success", "error"];

const number = new Intl.NumberFormat("en-GB");

export function machinesText(count: number): string {
	return `${number.format(count)} machine${count === 1 ? "" : "s"}`;
}

/** The plan as a person reads it before they say yes. */
export function deploymentLines(plan: DeploymentPlan, paint: Paint): string[] {
	const { extension, packages, steps, reach, choice, purpose } = plan;
	const what = named(extension.id, extension.version);
	const title =
		purpose === "install"
			? `Plan to deploy ${what} to ${choiceText(choice)}`
			: `Plan to uninstall ${what} from ${choiceText(choice)}`;
	const without = Object.values(reach.without).some((count) => count > 0);
	return [
		paint("bold", title),
		...packages.map(({ id, agents }) => {
			const { chosen = 0, lacking = 0 } = reach.packages[id] ?? {};
			return `  ${agents}: ${machinesText(chosen)}, ${number.format(lacking)} of them without package ${id} yet`;
		}),
		...(without ? [`  gets nothing: ${machinesWithout(reach.without)}`] : []),
		...(steps.length === 0 ? ["  Nothing to do: it is as it should be."] : []),
		...steps.map(
			(step, at) =>
				`${String(at + 1).padStart(3)}. ${verbOf(step)} ${paint("bold", oneLine(step.target))}\n` +
				`     ${paint("dim", oneLine(step.why))}`,
		),
		`  hash ${plan.hash}`,
	];
}

function choiceText(choice: Choice): string {
	switch (choice.kind) {
		case "all":
			return "all machines";
		case "group":
			return `the group ${oneLine(choice.name)}`;
		case "machines":
			return choice.names.length > 5
				? machinesText(choice.names.length)
				: choice.names.map(oneLine).join(", ");
	}
}

const verbs = {
	"check-address": "fetch, as agents will,",
	"set-option": "turn on the option",
	"offer-package": "offer package",
	"assign-package": "assign package",
	"withdraw-package": "withdraw package",
	"purge-package": "purge package",
} as const satisfies Partial<Record<DeploymentStep["kind"], string>>;

function verbOf(step: DeploymentStep): string {
	return isOfServer(step) ? doingOf(step) : verbs[step.kind];
}

function isOfServer(step: DeploymentStep): step is Step {
	return !(step.kind in verbs);
}

export function deployedLines(
	id: string,
	{ changed, packages, purpose }: DeployedExtension,
): string[] {
	const isInstall = purpose === "install";
	if (!changed)
		return [
			isInstall
				? `Nothing to do: ${oneLine(id)} is deployed as it should be.`
				: `Nothing to do: these machines already have the package that uninstalls ${oneLine(id)}.`,
		];
	const done = isInstall
		? `Deployed ${oneLine(id)}. Agents get it when they next ask`
		: `Agents uninstall ${oneLine(id)} when they next ask`;
	return [
		`${done}; install-plugin deployments ${oneLine(id)} shows how far they are.`,
		...packages.map(
			({ package: name, agents, assigned }) =>
				`  package ${name} (${agents}): given to ${machinesText(assigned)} now`,
		),
	];
}

const styles: Readonly<Record<MachineState, Style>> = {
	waiting: "yellow",
	notified: "cyan",
	success: "green",
	error: "red",
};

/** How many machines with an error are named; --json names more. */
const mostNamed = 20;

export function progressLines(deployments: readonly DeliveryState[], paint: Paint): string[] {
	if (deployments.length === 0)
		return ["No machine was given anything by a system's own deployment."];
	return deployments.flatMap((deployment) => {
		const { id, version, package: name, agents, purpose, machines, list } = deployment;
		const kind = purpose === "install" ? agents : `${agents}, ${purpose}`;
		const counts = machineStates
			.filter((state) => machines[state] > 0)
			.map((state) => paint(styles[state], `${number.format(machines[state])} ${state}`));
		const failed = list.filter(({ state }) => state === "error").slice(0, mostNamed);
		const more = machines.error - failed.length;
		return [
			`${heading(id, version, paint)}, package ${oneLine(name)} (${kind}): ${counts.join(", ") || "no machine has it"}`,
			...failed.map((machine) => `  ${oneLine(machine.name)}: ${oneLine(machine.code ?? "")}`),
			...(more > 0 ? [`  and ${machinesText(more)} more with an error`] : []),
		];
	});
}
