import { constants } from "node:fs";
import { access, chmod, stat, statfs } from "node:fs/promises";
import { dirname, join } from "node:path";
import { openConnection } from "@graft/core/connections/open-connection";
import { GraftError } from "@graft/core/domain/errors";
import { linkKinds } from "@graft/core/platforms/places";
import { openRepository } from "@graft/core/repositories/open-repository";
import { holdOpen } from "@graft/database/direct";
import { type Database, openDatabase } from "@graft/database/open-database";
import { sqlitePath } from "@graft/database/sqlite-file";
import { UnusableDatabase } from "@graft/database/unusable-database";
import type { Context } from "./context/context.ts";
import { type Paths, pathsFrom } from "./context/paths.ts";
import { asOwnerOf, isForeign } from "./files/as-owner.ts";
import { explainFailure } from "./files/explain-failure.ts";
import { makeFolders } from "./files/make-folders.ts";
import { stateFolderOf } from "./files/state-folder.ts";
import { keptOperationsFrom, pruneOperations } from "./running/prune-operations.ts";
import { settleDeadOperations } from "./running/settle-dead-operations.ts";
import { sqliteQueue } from "./running/sqlite-queue.ts";
import { runHere } from "./tasks/run-here.ts";

export interface OpenContext extends Context {
	readonly close: () => Promise<void>;
}

/** What an entrance knows; the rest follows from the environment. */
export interface Entrance extends Pick<Context, "actor"> {
	readonly env: Readonly<Record<string, string | undefined>>;
	readonly connect?: Context["connect"];
	readonly report?: Context["report"];
	/** For a process that ends soon, and often asks the database nothing. */
	readonly lazy?: boolean;
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
	lazy = false,
}: Entrance): Promise<OpenContext> {
	const paths = pathsFrom(env);
	try {
		await makePrivate(paths.home);
	} catch (error) {
		throw explainFailure(error);
	}
	const { database, close } = await openOwnDatabase(paths, lazy);
	const clock = () => new Date();
	const context: Context = {
		actor,
		database,
		paths,
		queue: sqliteQueue({ database, clock }),
		linkUrls: linkUrlsFrom(env),
		clock,
		keptOperations: keptOperationsFrom(env),
		connect:
			connect ??
			(async (server) =>
				openConnection(server, {
					stateFolder: await stateFolderOf(paths),
					knownHosts: join(paths.home, "known_hosts"),
					keepHostKey: (write) => asOwnerOf(paths.home, write),
					agent: env.SSH_AUTH_SOCK,
				})),
		openRepository: (url) =>
			openRepository(url, {
				...{ knownHosts: join(paths.home, "known_hosts"), agent: env.SSH_AUTH_SOCK },
			}),
		runTask,
		report: unharmed(report),
	};
	await settleDeadOperations(context);
	pruneOperations(context);
	return { ...context, close };
}

function linkUrlsFrom(env: Entrance["env"]): ReadonlyMap<string, string> {
	return new Map(
		linkKinds.flatMap(({ id, variable }) => (env[variable] ? [[id, env[variable]]] : [])),
	);
}

/** Whoever listens may have gone: that is no reason to end what is told of. */
function unharmed(report: Context["report"]): Context["report"] {
	return (event) => {
		try {
			report(event);
		} catch {}
	};
}

function makePrivate(folder: string): Promise<void> {
	return asOwnerOf(folder, async () => {
		await makeFolders(folder, 0o700);
		const { mode } = await stat(folder);
		if ((mode & 0o077) !== 0) await chmod(folder, 0o700);
	});
}

interface OwnDatabase {
	readonly database: Database;
	readonly close: () => Promise<void>;
}

/** SQLite goes by paths, and does as files beside the database tell it: it is opened and closed by their owner only. */
async function openOwnDatabase({ databaseUrl }: Paths, lazy: boolean): Promise<OwnDatabase> {
	try {
		const folder = dirname(sqlitePath(databaseUrl));
		const foreign = await isForeign(folder);
		const [database, letGo] = await asOwnerOf(folder, async () => [
			await openDatabase(databaseUrl, { now: foreign, lazy }),
			holdOpen(databaseUrl),
		]);
		const close = () =>
			asOwnerOf(folder, async () => {
				letGo();
				await database.$disconnect();
			});
		return { database, close };
	} catch (cause) {
		const error = explainFailure(cause);
		if (!(error instanceof UnusableDatabase)) throw error;
		const reason = await lookAround(databaseUrl).catch(explainFailure);
		if (reason instanceof GraftError) throw reason;
		throw new GraftError(
			"refused",
			`The database ${databaseUrl} cannot be used: ${error.message}.`,
			{
				hint:
					error.hint ??
					"Check DATABASE_URL and GRAFT_HOME, the rights on that file and its folder, and the free space on its disk.",
				cause: error,
			},
		);
	}
}

/** Throws what the file system says of the place, for SQLite names no reason: "unable to open", "disk I/O error". */
async function lookAround(databaseUrl: string): Promise<void> {
	const folder = dirname(sqlitePath(databaseUrl));
	await access(folder, constants.R_OK | constants.W_OK);
	const { bavail } = await statfs(folder);
	if (bavail === 0) throw Object.assign(new Error("ENOSPC"), { code: "ENOSPC", path: folder });
}
