import { randomUUID } from "node:crypto";
import { labelOfDatabase, parseDatabaseUrl } from "@graft/core/databases/database-address";
import { GraftError } from "@graft/core/domain/errors";
import { isRefused } from "@graft/core/domain/problem";
import { retryBusy } from "@graft/database/retry-busy";
import * as z from "zod";
import { type Call, type Context, parseInput } from "../context.ts";
import { requireAdministrator } from "../require-administrator.ts";
import { lookAtDatabase } from "./look-at-database.ts";
import { linkId, sealUrl } from "./stored-link.ts";

export const linkDatabaseInput = z.strictObject({
	/** `mysql://user:password@host:port/database` */
	url: z.string().min(1).max(4096),
	/** Looks at it all the same, and stores nothing. */
	dryRun: z.boolean().default(false),
});

export interface LinkedDatabase {
	/** The URL without the password. */
	readonly label: string;
	readonly serverVersion: string;
	readonly ocsVersion: number | null;
	/** False with `dryRun`. */
	readonly changed: boolean;
}

/**
 * Remembers how OCS's own database is reached, the URL encrypted, once it was seen to be one that can be worked with.
 * Throws GraftError: "usage" (the URL), "unreachable", "refused" with everything that is wrong with the database.
 */
export async function linkDatabase({
	ctx,
	input,
}: Call<typeof linkDatabaseInput>): Promise<LinkedDatabase> {
	await requireAdministrator(ctx, "link OCS's database");
	const { url, dryRun } = parseInput(linkDatabaseInput, input);
	const label = labelOfDatabase(parseDatabaseUrl(url));
	refuseBesideEnvironment(ctx);
	const { problems, serverVersion, ocsVersion } = await lookAtDatabase(url);
	if (isRefused(problems))
		throw new GraftError("refused", `${label} cannot be linked; nothing was changed.`, {
			problems,
		});
	if (!dryRun) await store(ctx, url, label);
	return { label, serverVersion, ocsVersion, changed: !dryRun };
}

function refuseBesideEnvironment({ ocsDatabaseUrl }: Context): void {
	if (ocsDatabaseUrl === undefined) return;
	throw new GraftError("usage", "OCS_DATABASE_URL is set, and wins over any link that is stored.", {
		hint: "Unset it to store a link; or leave it, and nothing needs to be linked.",
	});
}

async function store(ctx: Context, url: string, label: string): Promise<void> {
	const { database, clock, actor } = ctx;
	const row = {
		label,
		sealedUrl: await sealUrl(ctx, url),
		linkedAt: clock(),
		linkedBy: actor.name,
	};
	const event = {
		...{ id: randomUUID(), at: clock(), actor: actor.name },
		...{ action: "link OCS's database", target: label, detail: "" },
	};
	await retryBusy(() =>
		database.$transaction([
			database.ocsDatabaseLink.upsert({
				where: { id: linkId },
				create: { id: linkId, ...row },
				update: row,
			}),
			database.auditEvent.create({ data: event }),
		]),
	);
}
