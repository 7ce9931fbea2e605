import type { DatabaseConnection } from "../databases/database-connection.ts";
import type { FileTree } from "../domain/archive.ts";
import type { Bundle, BundleChoice } from "../domain/bundle.ts";
import type { Claim, Description, Extension, PlatformId } from "../domain/extension.ts";
import type { Problem } from "../domain/problem.ts";
import type { Delivery } from "./delivery.ts";
import type { LinkKind, PlaceAdapter } from "./place.ts";
import type { Pull } from "./pull.ts";
import type { Scripts } from "./scripts.ts";
import type { Starter } from "./starter.ts";

/** A system that extensions extend. Only what is given a connection looks at anything, and it changes nothing. */
export interface Platform {
	readonly id: PlatformId;
	/** As people call it: "OCS Inventory". */
	readonly name: string;
	/** The same within a sentence: "OCS". */
	readonly short: string;
	/** What an archive of it has at its top: the end of "Its archives have …". */
	readonly marks: string;
	/** By its marks alone: is this meant for us? Broken or outdated ones are ours too. */
	recognise(tree: FileTree): boolean;
	/** What it holds, and everything that is wrong with it, at once. `extension` is null where it has no id. */
	read(tree: FileTree, neighbours: readonly Extension[]): Promise<Reading>;
	/** What people are shown of it: plain data. */
	describe(extension: Extension): Description;
	/**
	 * Beside its claims, by what others find it, and what of others it would stumble on; absent where claims say it all.
	 */
	stumblingBlocks?(extension: Extension): {
		readonly has: readonly Claim[];
		readonly minds: readonly Claim[];
	};
	/** False for what was stored by a Graft that read less of it: its files are read again. Absent: never. */
	isReadWhole?(extension: Extension): boolean;
	/** A file that its host compiles as PHP; where a PHP is at hand, that one is asked as well. */
	readonly php?: CompiledFile;
	/** The places of its way, in the order in which they are changed on the way in. */
	readonly places: readonly PlaceAdapter[];
	/** Outside systems that its places are in. */
	readonly links?: readonly LinkKind[];
	/** Whose data arrives; absent where nobody can tell. */
	readonly proof?: Proof;
	/** How machines are given their part; absent where the system has no means of its own. */
	readonly delivery?: Delivery;
	/** How its machines are told to fetch what is there for them; absent where they are not, or fetch by themselves. */
	readonly pull?: Pull;
	/** What agents get; absent where the platform has no agents to bundle for. */
	bundles?(extension: Extension, tree: FileTree, choice: BundleChoice): readonly Bundle[];
	/** Scripts that its hosts run again and again, of which one can be tried; absent where there are none. */
	readonly scripts?: Scripts;
	/** What an author starts with; absent where nobody has written that down. */
	readonly starter?: Starter;
	/** Does this system itself run whatever lies in this folder? Then nothing of another system may lie there. */
	runsFolder?(path: string): boolean;
}

export interface Reading {
	readonly extension: Extension | null;
	readonly problems: readonly Problem[];
}

export interface CompiledFile {
	readonly path: string;
	/** What is wrong where PHP refuses it, in PHP's own words. */
	problem(line: number, fault: string): Problem;
}

/** Whose data arrives, as the database of the system itself tells: that of the platform's place of tables. */
export interface Proof {
	/** null where the extension is not active in that database. */
	read(connection: DatabaseConnection, extension: Extension): Promise<Arrivals | null>;
	/** What stays on machines once the extension is removed, and how it could go before; sentences. */
	stays?(connection: DatabaseConnection, extension: Extension): Promise<readonly string[]>;
}

/** How far an extension's data has come, in numbers of machines (docs/data.md). */
export interface Arrivals {
	/** Machines with an operating system that the extension has an agent part for. */
	readonly expected: number;
	/** Of those expected, the ones that sent an inventory since the extension was activated. */
	readonly inventoried: number;
	/** Machines that have rows in one of its tables, expected or not. */
	readonly reporting: number;
	/** Names of machines that are expected, sent an inventory since, and have no row: the first ones, in order. */
	readonly silent: readonly string[];
	readonly silentCount: number;
	/** The latest inventory of a machine with rows: ISO 8601, UTC. */
	readonly lastRow: string | null;
}
