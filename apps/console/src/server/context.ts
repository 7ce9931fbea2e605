import type { Context } from "@graft/services/context/context";
import { openContext } from "@graft/services/open-context";
import { openTaskPool } from "@graft/services/tasks/open-task-pool";

/** Stands in for a person where the console itself opens the database; no verb is called with it. */
const itself = { name: "console", role: "viewer" } as const;

const key = Symbol.for("graft.console.context");
const shared = globalThis as { [key]?: Promise<Context> };

/**
 * One open database for the whole process. Next loads a module once for start-up and once for the
 * routes, so module state would be two.
 */
export function sharedContext(): Promise<Context> {
	shared[key] ??= openContext({
		env: process.env,
		actor: itself,
		runTask: openTaskPool().runTask,
	});
	return shared[key];
}
