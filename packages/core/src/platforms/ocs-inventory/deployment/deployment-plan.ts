import type { Bundle } from "../../../domain/bundle.ts";
import type { Step } from "../../../domain/plan.ts";
import type { Problem } from "../../../domain/problem.ts";
import type { Choice } from "./machines.ts";

/** A file of a package, as the installer puts it, or something done in OCS's tables or asked of its web server. */
export type DeploymentStep =
	| Step
	/** The package as agents will fetch it must be ours, byte for byte; otherwise its files are taken away again. */
	| { readonly kind: "check-address"; readonly target: string; readonly why: string }
	/** OCS's option of that name becomes 1. */
	| { readonly kind: "set-option"; readonly target: string; readonly why: string }
	/** The package of this id is made known to OCS, and where it is fetched. */
	| { readonly kind: "offer-package"; readonly target: string; readonly why: string }
	/** It is given to the chosen machines that do not have it yet. */
	| { readonly kind: "assign-package"; readonly target: string; readonly why: string }
	/** The chosen machines are not to get it any more. */
	| { readonly kind: "withdraw-package"; readonly target: string; readonly why: string }
	/** Its rows and files go: nobody has it. */
	| { readonly kind: "purge-package"; readonly target: string; readonly why: string };

/** What agents of one kind get. */
export interface PlannedPackage {
	/** Digits: its folder, and FILEID in OCS's tables. */
	readonly id: string;
	readonly agents: Bundle["agents"];
	readonly purpose: Bundle["purpose"];
	/** As OCS's console lists it. */
	readonly name: string;
	/** As OCS's tables hold it. */
	readonly comment: string;
	readonly fragments: number;
	/** Of all fragments. */
	readonly bytes: number;
	/** Without a scheme, without the id. */
	readonly infoLocation: string;
	readonly fragmentLocation: string;
}

/** How many machines it is about. A fleet changes by the minute, so this is not part of the hash. */
export interface Reach {
	/** By the id of the package: the chosen machines of its agents, and those of them that do not have it yet. */
	readonly packages: Readonly<
		Record<string, { readonly chosen: number; readonly lacking: number }>
	>;
	/** Chosen machines that get nothing: the extension has no part for their agent, or it is not known. */
	readonly without: Readonly<Record<Bundle["agents"] | "unknown", number>>;
}

/** What giving an extension's agent part to machines, or taking it off them, would do, computed by looking. No steps: all is as it should be. */
export interface DeploymentPlan {
	readonly format: 1;
	readonly extension: { readonly id: string; readonly version: string };
	/** sha256 over all that the extension holds, in every part. */
	readonly content: string;
	/** The label of OCS's database. */
	readonly database: string;
	/** The label of the server with the folder of downloads, and that folder. */
	readonly server: string;
	readonly downloads: string;
	/** Of all packages. */
	readonly purpose: Bundle["purpose"];
	readonly choice: Choice;
	readonly packages: readonly PlannedPackage[];
	readonly steps: readonly DeploymentStep[];
	/** Errors refuse the plan; warnings wait for their code to be accepted. */
	readonly problems: readonly Problem[];
	readonly reach: Reach;
	/** sha256 over all of the above but `reach`: what is done is what was shown. */
	readonly hash: string;
}
