import { chmod, stat } from "node:fs/promises";
import { join } from "node:path";
import { openConnection } from "@graft/core/connections/open-connection";
import { GraftError } from "@graft/core/domain/errors";
import { type Database, openDatabase } from "@graft/database/open-database";
import { sqlitePath } from "@graft/database/sqlite-file";
import { UnusableDatabase } from "@graft/database/unusable-database";
import type { Context } from "./context.ts";
import { explainFailure } from "./files/explain-failure.ts";
import { inheritOwner } from "./files/inherit-owner.ts";
import { makeFolders } from "./files/make-folders.ts";
import { settleDeadOperations } from "./operations/settle-dead-operations.ts";
import { type Paths, pathsFrom } from "./paths.ts";
import { runHere } from "./tasks/run-here.ts";

export interface OpenContext extends Context {
	readonly close: () => Promise<void>;
}

/** What an entrance knows; the rest follows from the environment. */
export interface Entrance extends Pick<Context, "actor"> {
	readonly env: Readonly<Record<string, string | undefined>>;
	readonly connect?: Context["connect"];
	readonly report?: Context["report"];
	/** Left out: in this thread. */
	readonly runTask?: Context["runTask"];
}

/**
 * Opens one instance: makes its folder private, brings its database up to date, and settles what a process
 * that died had begun. Throws GraftError "refused" where a folder or the database cannot be used.
 */
export async function openContext({
	env,
	actor,
	connect,
	report = () => undefined,
	runTask = runHere,
}: Entrance): Promise<OpenContext> {
	const paths = pathsFrom(env);
	try {
		await makePrivate(paths.home);
	} catch (error) {
		throw explainFailure(error);
	}
	const database = await openOwnDatabase(paths);
	const context: Context = {
		actor,
		database,
		paths,
		ocsDatabaseUrl: env.OCS_DATABASE_URL || undefined,
		clock: () => new Date(),
		connect:
			connect ??
			((server) =>
				openConnection(server, {
					stateFolder: join(paths.home, "state"),
					knownHosts: join(paths.home, "known_hosts"),
					agent: env.SSH_AUTH_SOCK,
				})),
		runTask,
		report: unharmed(report),
	};
	await settleDeadOperations(context);
	return { ...context, close: () => database.$disconnect() };
}

/** Whoever listens may have gone: that is no reason to end what is told of. */
function unharmed(report: Context["report"]): Context["report"] {
	return (event) => {
		try {
			report(event);
		} catch {}
	};
}

async function makePrivate(folder: string): Promise<void> {
	const made = await makeFolders(folder, 0o700);
	if (made !== undefined) await inheritOwner(made);
	const { mode } = await stat(folder);
	if ((mode & 0o077) !== 0) await chmod(folder, 0o700);
}

async function openOwnDatabase({ databaseUrl }: Paths): Promise<Database> {
	try {
		const database = await openDatabase(databaseUrl);
		// SQLite itself gives the files beside it the owner of this one.
		await inheritOwner(sqlitePath(databaseUrl));
		return database;
	} catch (error) {
		if (!(error instanceof UnusableDatabase)) throw error;
		throw new GraftError(
			"refused",
			`The database ${databaseUrl} cannot be used: ${error.message}.`,
			{
				hint: "Look at DATABASE_URL and GRAFT_HOME, and at the rights on that file and its folder.",
				cause: error,
			},
		);
	}
}
