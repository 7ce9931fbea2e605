import type { Bundle } from "../../../domain/bundle.ts";
import type { Extension } from "../../../domain/extension.ts";
import { machinesWithout } from "../../../domain/machines-without.ts";
import type { Step } from "../../../domain/plan.ts";
import type { Problem } from "../../../domain/problem.ts";
import type {
	Choice,
	DeploymentPlan,
	DeploymentStep,
	PlannedPackage,
	Reach,
} from "../../delivery.ts";
import { type OcsCode, ocsCodes } from "../codes.ts";
import { isHeldAs } from "../is-held-as.ts";
import type { DeploymentFacts, OlderPackage, WantedPackage } from "./look-at-deployment.ts";
import { commentOf } from "./marker.ts";

export interface DeploymentInput {
	readonly extension: Pick<Extension, "id" | "version" | "name" | "parts">;
	readonly database: string;
	readonly server: string;
	readonly downloads: string;
	readonly purpose: Bundle["purpose"];
	readonly choice: Choice;
	readonly facts: DeploymentFacts;
	readonly wanted: readonly WantedPackage[];
	/** What brings the files of a package in order, by its id. */
	readonly fileSteps: ReadonlyMap<string, readonly Step[]>;
	/** Where agents fetch packages, where OCS's settings do not say it. */
	readonly usualLocation: string;
}

/** The steps from what is there to what should be, and no other. Pure. */
export function computeDeployment(
	input: DeploymentInput,
): Omit<DeploymentPlan, "hash" | "content"> {
	const { extension, facts, wanted } = input;
	const packages = wanted.map((each) => planned(input, each));
	const reach = reachOf(facts, wanted);
	const own = packages.flatMap((each) => stepsOf(input, each, reach));
	const switchOn: DeploymentStep[] =
		facts.settings.enabled || own.length === 0
			? []
			: [
					{
						kind: "set-option",
						target: "DOWNLOAD",
						why: "OCS offers agents no packages without it",
					},
				];
	return {
		format: 1,
		extension: { id: extension.id, version: extension.version },
		database: input.database,
		server: input.server,
		downloads: input.downloads,
		purpose: input.purpose,
		choice: input.choice,
		packages,
		steps: [...own, ...facts.older.flatMap((each) => stepsOfOlder(each, wanted)), ...switchOn],
		problems: problemsOf(input, reach, switchOn.length > 0),
		reach,
	};
}

function planned(input: DeploymentInput, wanted: WantedPackage): PlannedPackage {
	const { facts, extension, usualLocation } = input;
	const { id, version } = extension;
	return {
		...wanted,
		name: nameOf(extension, wanted, facts.takenNames),
		comment: commentOf({ id, version, agents: wanted.agents, purpose: wanted.purpose }),
		infoLocation: facts.settings.infoLocation ?? usualLocation,
		fragmentLocation: facts.settings.fragmentLocation ?? usualLocation,
	};
}

const systems: Readonly<Record<Bundle["agents"], string>> = { unix: "Unix", windows: "Windows" };

/** OCS's console wants every name once. */
function nameOf(
	{ name, version }: DeploymentInput["extension"],
	{ id, agents, purpose }: WantedPackage,
	taken: readonly string[],
): string {
	const kind = `${systems[agents]}${purpose === "uninstall" ? ", uninstall" : ""}`;
	const full = `${name.slice(0, 150)} ${version.slice(0, 50)} (${kind})`;
	const isTaken = taken.some((other) => other.toLowerCase() === full.toLowerCase());
	return isTaken ? `${full} ${id}` : full;
}

function reachOf({ machines, lacking }: DeploymentFacts, wanted: readonly WantedPackage[]): Reach {
	const served = wanted.map(({ agents }) => agents);
	const left = (agents: Bundle["agents"]) => (served.includes(agents) ? 0 : machines[agents]);
	return {
		packages: Object.fromEntries(
			wanted.map(({ id, agents }) => [id, { chosen: machines[agents], lacking: lacking[id] ?? 0 }]),
		),
		without: { unix: left("unix"), windows: left("windows"), unknown: machines.unknown },
	};
}

function stepsOf(input: DeploymentInput, planned: PlannedPackage, reach: Reach): DeploymentStep[] {
	const { id, infoLocation } = planned;
	// Nobody among the chosen runs this agent: then nothing of it has to be there.
	if ((reach.packages[id]?.chosen ?? 0) === 0) return [];
	const files = input.fileSteps.get(id) ?? [];
	const offer: DeploymentStep[] = isOffered(input.facts, planned)
		? []
		: [{ kind: "offer-package", target: id, why: `OCS knows it as "${planned.name}" then` }];
	const assign: DeploymentStep[] =
		(reach.packages[id]?.lacking ?? 0) === 0
			? []
			: [
					{
						kind: "assign-package",
						target: id,
						why: "the chosen machines get it when they next ask",
					},
				];
	const changes = [...offer, ...assign];
	if (files.length + changes.length === 0) return [];
	const check: DeploymentStep = {
		kind: "check-address",
		target: `https://${infoLocation}/${id}/info`,
		why: "agents fetch it there, and nothing is offered that they could not get",
	};
	return [...files, check, ...changes];
}

function isOffered({ standing }: DeploymentFacts, planned: PlannedPackage): boolean {
	const { id, name, fragments, infoLocation, fragmentLocation } = planned;
	const found = standing.find((each) => each.id === id);
	if (found === undefined || found.deleted) return false;
	const [activation] = found.activations;
	return (
		isHeldAs(found.name, name) &&
		found.fragments === fragments &&
		activation?.infoLocation === infoLocation &&
		activation.fragmentLocation === fragmentLocation
	);
}

function stepsOfOlder(
	{ id, name, marker, chosen, others }: OlderPackage,
	wanted: readonly WantedPackage[],
): DeploymentStep[] {
	const hasSuccessor = wanted.some(({ agents }) => agents === marker.agents);
	const why = `"${name}" is ${hasSuccessor ? "replaced" : "no longer given to them"}`;
	return [
		...(chosen === 0 ? [] : [{ kind: "withdraw-package", target: id, why } as const]),
		...(others > 0
			? []
			: [{ kind: "purge-package", target: id, why: `${why}, and nobody else has it` } as const]),
	];
}

function problemsOf(input: DeploymentInput, reach: Reach, switchesOn: boolean): Problem[] {
	const { facts, extension, purpose } = input;
	const isUninstall = purpose === "uninstall";
	const problems: Problem[] = facts.takenIds.map((id) => ({
		...about("error", "ocs/deployment-id-taken"),
		message: `OCS already has a package ${id}, and it is not Graft's.`,
		hint: "Remove that package in OCS's console, or choose other agent files, which gives another id.",
	}));
	if (Object.values(reach.packages).every(({ chosen }) => chosen === 0)) {
		problems.push({
			...about("error", "ocs/deployment-nobody"),
			message: `None of the chosen machines can ${isUninstall ? "uninstall" : "get"} the agent part of ${extension.id}: ${machinesWithout(reach.without)}.`,
			hint: "The system of a machine is in its inventory: let its agent send one. Groups are filled by OCS itself.",
		});
	}
	if (isUninstall && extension.parts.agents.windows.length > 0 && reach.without.windows > 0) {
		problems.push({
			...about("info", "ocs/deployment-windows-stays"),
			message: `Windows agents have no package that uninstalls scripts: the scripts of ${extension.id} stay on machines with Windows. They are no longer given to these machines.`,
			hint: "Delete them there yourself, from the agent's folder of plugins.",
		});
	}
	if (switchesOn && facts.othersWaiting > 0) {
		problems.push({
			...about("warning", "ocs/deployment-off"),
			message: `Deployment is off in OCS and would be turned on. ${grouped(facts.othersWaiting)} other machines or groups would then get the packages that wait for them.`,
			hint: "Check OCS's own list of packages. If they may start too, accept this code.",
		});
	}
	return problems;
}

function grouped(count: number): string {
	return count.toLocaleString("en-GB");
}

function about(severity: Problem["severity"], code: OcsCode) {
	return { severity, code: ocsCodes[code], path: "", part: "agent" } as const;
}
