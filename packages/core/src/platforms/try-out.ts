import type { Connection } from "../connections/connection.ts";
import type { FileTree } from "../domain/archive.ts";
import type { Extension } from "../domain/extension.ts";
import type { Facts } from "../drivers/files/wanted.ts";

/** How a system is made to use once what was installed, so that people see it work. */
export interface TryOut {
	/**
	 * What would run, each for itself; reads nothing. `marker` is a word that nobody has seen before. Throws GraftError
	 * "refused" where nothing can run as things are.
	 */
	plan(extension: Extension, tree: FileTree, facts: Facts, marker: string): readonly TryRun[];
	/** Throws GraftError "refused" where the system does not take it. */
	begin(connection: Connection, run: TryRun): Promise<void>;
	/** null while it runs. */
	look(connection: Connection, run: TryRun): Promise<Tried | null>;
	/** Leaves nothing of it, however far it came. */
	end(connection: Connection, run: TryRun): Promise<void>;
}

export interface TryRun {
	/** As people call what is tried: "processor mark". */
	readonly name: string;
	/** What happens for it; a sentence. */
	readonly how: string;
	/** The platform's own. */
	readonly own: Readonly<Record<string, unknown>>;
}

export interface Tried {
	/** `unclear`: it ran, and nothing shows whether it did its work. */
	readonly result: "worked" | "unclear" | "failed";
	/** What that is told by; sentences. */
	readonly words: string;
	/** What came out, its beginning: data from the server. */
	readonly output: string;
}
