import type { Connection } from "../connections/connection.ts";
import type { DatabaseConnection } from "../databases/database-connection.ts";
import type { Bundle } from "../domain/bundle.ts";
import type { Extension } from "../domain/extension.ts";
import type { Goal, PreparedPlan, Receipt, Step } from "../domain/plan.ts";
import type { Problem } from "../domain/problem.ts";
import type { Progress } from "../domain/progress.ts";
import type { Facts, ServerPart } from "../drivers/files/wanted.ts";

/**
 * Hands the agent part of extensions to machines by the system's own means, and follows how far they are. It looks at and
 * changes what its tools give it, and nothing else.
 */
export interface Delivery {
	/** What would be done for this choice, computed by looking. Throws GraftError "usage" for machines that there are not. */
	prepare(tools: DeliveryTools, subject: DeliverySubject, wish: DeliveryWish): Promise<Prepared>;
	/**
	 * Does what was prepared, all of it or nothing. Throws GraftError: "refused" (machines could not fetch it, or `accept`
	 * refused: all is as before), "unreachable", "partly-done" (machines were given it, or may have been).
	 */
	deliver(tools: DeliveryTools, subject: DeliverySubject, work: DeliveryWork): Promise<Delivered>;
	/** Whether the system knows of anything that was handed over for this extension. */
	has(database: DatabaseConnection, extensionId: string): Promise<boolean>;
	/** How far machines are, for one extension or all; of each package at most `limit` machines are named. */
	list(
		database: DatabaseConnection,
		asked: { readonly extensionId?: string; readonly limit: number },
	): Promise<readonly DeliveryState[]>;
	/** Offers it once more to machines that reported an error; says to how many that is, or would be. */
	retry(
		database: DatabaseConnection,
		asked: AskedMachines & { readonly dryRun: boolean },
	): Promise<number>;
	/** Takes it back from machines that have not installed it yet; says what is, or would be, taken back. */
	withdraw(
		tools: DeliveryTools,
		asked: AskedMachines & {
			/** Of this version alone; left out, of all. */
			readonly version?: string | undefined;
			readonly purge: boolean;
			readonly dryRun: boolean;
		} & Pick<DeliveryWish, "downloadDir">,
	): Promise<Withdrawn>;
	/** This problem says that the choice has no machine that could get it. */
	isNobody(problem: Problem): boolean;
}

/** What a delivery is lent: sessions, and drivers that may change a host. */
export interface DeliveryTools {
	readonly database: DatabaseConnection;
	/** Opens the server from which machines fetch what they are given, once it is needed. */
	readonly server: () => Promise<Connection>;
	/** The name or address by which machines would reach that server. */
	readonly host: string;
	readonly files: FilesTool;
	readonly web: WebTool;
	/** Throws before a step, where somebody cancelled it. */
	readonly report: (event: Progress) => void;
	/** From here on it is not cancelled any more: it is committed, or is being rolled back. */
	readonly commit: () => void;
}

/** The driver of files, on the server of the delivery. */
export interface FilesTool {
	plan(
		goal: Goal,
		place: Facts,
		part: ServerPart,
		extension: Pick<Extension, "id" | "version">,
	): Promise<PreparedPlan>;
	apply(prepared: PreparedPlan, report: (event: Progress) => void): Promise<void>;
	/** Puts in order what an interrupted run left there. */
	recover(place: Facts): Promise<void>;
	receipts(place: Facts): Promise<readonly Receipt[]>;
}

/** Asks web servers as a machine would. */
export interface WebTool {
	/**
	 * Throws GraftError "refused" where anything else is served there than `expected`; null without TLS. `settings`: where
	 * the system says what that address is, for people.
	 */
	compare(url: string, expected: Uint8Array, settings: string): Promise<Certificate | null>;
	/** Of the server at this address; null where it cannot be asked. */
	certificate(url: string): Promise<Certificate | null>;
}

/** What is to be said of a web server's certificate. */
export interface Certificate {
	/** The host, with its port where that is not the usual one. */
	readonly host: string;
	/** Why whoever looks at certificates would refuse it; null where nobody would. */
	readonly wrong: string | null;
	/** Who issued it, where this machine does not know them; null otherwise. */
	readonly unknownIssuer: string | null;
}

export interface DeliverySubject {
	readonly extension: Extension;
	/** sha256 over all that it holds, in every part. */
	readonly content: string;
	readonly packages: readonly PackedPackage[];
}

export interface DeliveryWish {
	readonly to: Choice;
	readonly purpose: Bundle["purpose"];
	/** Where packages lie on the server; left out, where the system says. */
	readonly downloadDir?: string | undefined;
}

export interface DeliveryWork {
	readonly wish: DeliveryWish;
	readonly prepared: Prepared;
	/** Throws GraftError "refused" where somebody has to agree to this first. */
	readonly accept: (problems: readonly Problem[]) => void;
}

export interface Prepared {
	readonly plan: DeploymentPlan;
	/** The delivery's own. */
	readonly details: unknown;
}

export interface AskedMachines {
	readonly extensionId: string;
	/** By name or identifier; left out, all that were given it. */
	readonly machines?: readonly string[] | undefined;
}

/** A package of a bundle, packed as the system takes it. */
export interface PackedPackage {
	readonly id: string;
	readonly agents: Bundle["agents"];
	readonly purpose: Bundle["purpose"];
	readonly fragments: number;
	/** Of all fragments. */
	readonly bytes: number;
	readonly md5: string;
	/** In the order in which they may appear; paths are relative to the folder of packages. */
	readonly files: readonly PackageFile[];
}

export interface PackageFile {
	readonly path: string;
	readonly bytes: Uint8Array;
	readonly sha256: string;
}

/** Whom a person means. */
export type Choice =
	| { readonly kind: "all" }
	| { readonly kind: "group"; readonly name: string }
	/** By name, or by identifier where several have that name. */
	| { readonly kind: "machines"; readonly names: readonly string[] };

/** A file of a package, as the driver puts it, or something that is done in the system or asked of its web server. */
export type DeploymentStep =
	| Step
	/** The package as machines will fetch it must be ours, byte for byte; otherwise its files are taken away again. */
	| { readonly kind: "check-address"; readonly target: string; readonly why: string }
	/** The system's option of that name becomes 1. */
	| { readonly kind: "set-option"; readonly target: string; readonly why: string }
	/** The package of this id is made known to the system, and where it is fetched. */
	| { readonly kind: "offer-package"; readonly target: string; readonly why: string }
	/** It is given to the chosen machines that do not have it yet. */
	| { readonly kind: "assign-package"; readonly target: string; readonly why: string }
	/** The chosen machines are not to get it any more. */
	| { readonly kind: "withdraw-package"; readonly target: string; readonly why: string }
	/** Its rows and files go: nobody has it. */
	| { readonly kind: "purge-package"; readonly target: string; readonly why: string };

/** What agents of one kind get. */
export interface PlannedPackage {
	readonly id: string;
	readonly agents: Bundle["agents"];
	readonly purpose: Bundle["purpose"];
	/** As the system's own console lists it. */
	readonly name: string;
	/** As the system holds it. */
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
	/** The label of the system's database. */
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

export interface Delivered {
	readonly changed: boolean;
	readonly packages: readonly {
		readonly package: string;
		readonly agents: Bundle["agents"];
		/** Machines that were given it now. */
		readonly assigned: number;
	}[];
	/** What a person should know; nothing of it has to be decided. */
	readonly notes: readonly string[];
}

export interface Withdrawn {
	/** Machines and groups that are given it no more, each counted for each package. */
	readonly withdrawn: number;
	/** Machines that have installed it: there it stays, and only the system's note of it goes. */
	readonly installed: number;
	/** Ids of the packages that are gone altogether. */
	readonly purged: readonly string[];
}

/**
 * How far a machine is with a package: `waiting` until it asks, `notified` once it was told, then what it reported.
 * Anything that is not known to be a success is an error.
 */
export type MachineState = "waiting" | "notified" | "success" | "error";

/** How far one machine is with one package. */
export interface MachineProgress {
	readonly name: string;
	readonly deviceId: string;
	readonly state: MachineState;
	/** What the agent reported, as the system has it; null as long as it has not. */
	readonly code: string | null;
	/** When the system last wrote that, in its words; null where it has not. */
	readonly at: string | null;
}

export interface PackageProgress {
	readonly machines: Readonly<Record<MachineState, number>>;
	/** Errors first, then those that still wait; at most as many as were asked for. */
	readonly list: readonly MachineProgress[];
}

/** One package that was handed over, and how far its machines are. */
export interface DeliveryState extends PackageProgress {
	/** Of the extension. */
	readonly id: string;
	readonly version: string;
	readonly package: string;
	/** As the system's own console lists it. */
	readonly name: string;
	readonly agents: Bundle["agents"];
	/** What it does there. */
	readonly purpose: Bundle["purpose"];
}
