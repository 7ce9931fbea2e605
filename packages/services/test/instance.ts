import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openConnection } from "@graft/core/connections/open-connection";
import type { Progress } from "@graft/core/domain/progress";
import type { Actor, Context } from "../src/context/context.ts";
import { type OpenContext, openContext } from "../src/open-context.ts";

export const administrator: Actor = { name: "alice", role: "administrator" };
export const viewer: Actor = { name: "victor", role: "viewer" };

/** A whole instance of Graft in a temporary folder: real database, real files, the local connection. */
export interface Instance {
	/** Holds everything; other folders of a test go here too. */
	readonly root: string;
	readonly env: { GRAFT_HOME: string; EXTENSIONS_DIR: string };
	readonly ctx: Context;
	readonly reported: Progress[];
	/** The same instance again, as another process or another person would open it. */
	open(actor?: Actor): Promise<OpenContext>;
	dispose(): Promise<void>;
}

export async function makeInstance(actor: Actor = administrator): Promise<Instance> {
	const root = mkdtempSync(join(tmpdir(), "graft-services-"));
	const env = { GRAFT_HOME: join(root, "home"), EXTENSIONS_DIR: join(root, "extensions") };
	mkdirSync(env.EXTENSIONS_DIR);
	const reported: Progress[] = [];
	const opened: OpenContext[] = [];
	const open = async (as: Actor = actor) => {
		const context = await openContext({
			env,
			actor: as,
			report: (event) => reported.push(event),
			connect: (server) =>
				openConnection(server, {
					stateFolder: join(root, "state"),
					knownHosts: join(root, "known_hosts"),
				}),
		});
		opened.push(context);
		return context;
	};
	return {
		root,
		env,
		ctx: await open(),
		reported,
		open,
		async dispose() {
			for (const context of opened) await context.close();
			rmSync(root, { recursive: true, force: true });
		},
	};
}
