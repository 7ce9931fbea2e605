import type { DatabaseConnection } from "@graft/core/databases/database-connection";
import { openDatabase } from "@graft/core/databases/open-database";
import { GraftError } from "@graft/core/domain/errors";
import { isRefused } from "@graft/core/domain/problem";
import type { Context } from "../context.ts";
import { judgeDatabase } from "./look-at-database.ts";
import { findLink, type LinkWithUrl, linkId } from "./stored-link.ts";

type Work<Result> = (connection: DatabaseConnection) => Promise<Result>;

/**
 * Opens the linked database for one piece of work, once it was seen to be usable.
 * Throws GraftError: "usage" (nothing is linked), "unreachable", "refused" with everything that is wrong with it.
 */
export async function withDatabase<Result>(ctx: Context, work: Work<Result>): Promise<Result> {
	return withUsable(await demandLink(ctx), work);
}

/** A session that was not judged, and that the caller closes: for what was judged just before. */
export async function openLinked(ctx: Context): Promise<DatabaseConnection> {
	return openDatabase((await demandLink(ctx)).url);
}

async function demandLink(ctx: Context): Promise<LinkWithUrl> {
	const link = await findLink(ctx);
	if (link !== null) return link;
	throw new GraftError("usage", "OCS's own database is not linked.", {
		hint: "Link it first: install-plugin database link",
	});
}

/** The same for an extension of `platform`, but null where no database has to do with it: then Graft alone knows what is active. */
export async function whereLinked<Result>(
	ctx: Context,
	platform: string | undefined,
	work: (connection: DatabaseConnection | null) => Promise<Result>,
): Promise<Result> {
	const link = platform === linkId ? await findLink(ctx) : null;
	return link === null ? work(null) : withUsable(link, work);
}

async function withUsable<Result>(
	{ url, label }: LinkWithUrl,
	work: Work<Result>,
): Promise<Result> {
	const connection = await openDatabase(url);
	try {
		const { problems } = await judgeDatabase(connection);
		if (isRefused(problems))
			throw new GraftError("refused", `${label} cannot be worked with; nothing was changed.`, {
				hint: "install-plugin database check says the same, and looks again.",
				problems,
			});
		return await work(connection);
	} finally {
		await connection.close();
	}
}
