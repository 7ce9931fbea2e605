import { access, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { linkKinds } from "@graft/core/platforms/places";
import type { Context } from "@graft/services/context/context";
import { type Paths, pathsFrom } from "@graft/services/context/paths";
import { explainFailure } from "@graft/services/files/explain-failure";
import { openContext } from "@graft/services/open-context";
import { progressLine } from "../showing/progress.ts";
import { actorName } from "./actor.ts";
import { connector } from "./connect.ts";
import type { Session } from "./session.ts";

type Work<Result> = (ctx: Context) => Promise<Result>;

/** Where everything of this session lies: by the environment, and --extensions-dir over it. */
export function pathsOf({ terminal, options }: Session): Paths {
	const { extensionsDir } = options;
	return pathsFrom({
		...terminal.env,
		...(extensionsDir === undefined ? {} : { EXTENSIONS_DIR: extensionsDir }),
	});
}

/**
 * Opens the services for one piece of work that changes something, and closes them again: what a process before it left
 * is finished or rolled back first. Makes GRAFT_HOME where it is not there.
 */
export function withContext<Result>(session: Session, work: Work<Result>): Promise<Result> {
	return withPaths(session, pathsOf(session), async (ctx) => {
		// It knows every verb; who only looks does not wait for them.
		const { settleLeftOperations } = await import("@graft/services/operations/runner");
		await settleLeftOperations(ctx);
		return work(ctx);
	});
}

/** The same for work that only looks: where there is no database yet, none is left behind. */
export async function withView<Result>(session: Session, work: Work<Result>): Promise<Result> {
	const paths = pathsOf(session);
	if (await isThere(paths.databaseUrl)) return withPaths(session, paths, work);
	const home = await mkdtemp(join(tmpdir(), "graft-view-"));
	try {
		const empty = { ...paths, home, databaseUrl: `file:${join(home, "graft.db")}` };
		return await withPaths(session, empty, work);
	} finally {
		await rm(home, { recursive: true, force: true });
	}
}

async function withPaths<Result>(session: Session, paths: Paths, work: Work<Result>) {
	const { terminal, output } = session;
	const ctx = await openContext({
		env: {
			GRAFT_HOME: paths.home,
			EXTENSIONS_DIR: paths.extensions,
			DATABASE_URL: paths.databaseUrl,
			...Object.fromEntries(linkKinds.map(({ variable }) => [variable, terminal.env[variable]])),
			SSH_AUTH_SOCK: terminal.env.SSH_AUTH_SOCK,
			GRAFT_OPERATIONS_DAYS: terminal.env.GRAFT_OPERATIONS_DAYS,
			GRAFT_OPERATIONS_MOST: terminal.env.GRAFT_OPERATIONS_MOST,
		},
		actor: { name: actorName(terminal), role: "administrator" },
		lazy: true,
		connect: connector(session, pathsOf(session)),
		report: (progress) => output.note(progressLine(progress)),
	});
	try {
		return await work(ctx);
	} catch (error) {
		throw explainFailure(error);
	} finally {
		await ctx.close();
	}
}

async function isThere(databaseUrl: string): Promise<boolean> {
	// Any other URL is the database's own to refuse.
	if (!databaseUrl.startsWith("file:")) return true;
	try {
		await access(databaseUrl.slice("file:".length));
		return true;
	} catch (error) {
		// One that may not be looked at is there, and who opens it says so.
		return (error as NodeJS.ErrnoException).code !== "ENOENT";
	}
}
