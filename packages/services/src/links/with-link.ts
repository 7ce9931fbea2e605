import type { DatabaseConnection } from "@graft/core/databases/database-connection";
import { openDatabase } from "@graft/core/databases/open-database";
import { GraftError } from "@graft/core/domain/errors";
import { isRefused } from "@graft/core/domain/problem";
import type { DatabaseLink } from "@graft/core/platforms/place";
import type { Context } from "../context/context.ts";
import { demandLink, findLink, type LinkWithUrl } from "./stored-link.ts";

type Work<Result> = (connection: DatabaseConnection) => Promise<Result>;

/**
 * Opens what is linked for one piece of work, once it was seen to be usable.
 * Throws GraftError: "usage" (nothing is linked), "unreachable", "refused" with everything that is wrong with it.
 */
export async function withLink<Result>(
	ctx: Context,
	kind: DatabaseLink,
	work: Work<Result>,
): Promise<Result> {
	return withUsable(kind, await demandLink(ctx, kind), work);
}

/** A session that was not judged, and that the caller closes: for what was judged just before. */
export async function openLinked(ctx: Context, kind: DatabaseLink): Promise<DatabaseConnection> {
	return openDatabase((await demandLink(ctx, kind)).url);
}

/** The same, but null where nothing is linked, or nothing could be: then Graft alone knows what is active. */
export async function whereLinked<Result>(
	ctx: Context,
	kind: DatabaseLink | undefined,
	work: (connection: DatabaseConnection | null) => Promise<Result>,
): Promise<Result> {
	const link = kind === undefined ? null : await findLink(ctx, kind);
	return kind === undefined || link === null ? work(null) : withUsable(kind, link, work);
}

async function withUsable<Result>(
	kind: DatabaseLink,
	{ url, label }: LinkWithUrl,
	work: Work<Result>,
): Promise<Result> {
	const connection = await openDatabase(url);
	try {
		const { problems } = await kind.check(connection);
		if (isRefused(problems))
			throw new GraftError("refused", `${label} cannot be worked with; nothing was changed.`, {
				hint: "To check it again: install-plugin database check",
				problems,
			});
		return await work(connection);
	} finally {
		await connection.close();
	}
}
