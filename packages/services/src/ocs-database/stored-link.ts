import { labelOfDatabase, parseDatabaseUrl } from "@graft/core/databases/database-address";
import { GraftError } from "@graft/core/domain/errors";
import { findOcsLink, type OcsLink } from "@graft/database/quick-look";
import type { Context } from "../context.ts";
import { readEncryptionKey } from "../secrets/encryption-key.ts";
import { seal, unseal } from "../secrets/sealed-text.ts";

/** The one row of its table. */
export const linkId = "ocs-inventory";

const purpose = "URL of OCS's database";

/** `environment`: from OCS_DATABASE_URL, which wins and is never stored. */
export type LinkSource = "environment" | "stored";

/** Where OCS's database is, as far as it may be told. */
export interface DatabaseLink {
	/** The URL without the password. */
	readonly label: string;
	readonly source: LinkSource;
}

export type LinkWithUrl = DatabaseLink & {
	/** With the password: for opening a connection, and nothing else. */
	readonly url: string;
};

/** What is linked now; null where nothing is. Throws GraftError "usage" (OCS_DATABASE_URL), "refused" (the key). */
export async function findLink(ctx: Context): Promise<LinkWithUrl | null> {
	const { ocsDatabaseUrl: url, paths } = ctx;
	if (url !== undefined) return { label: labelFromEnvironment(url), source: "environment", url };
	const row = await findStored(ctx);
	if (row === null) return null;
	const key = await readEncryptionKey(paths.home, false);
	return { label: row.label, source: "stored", url: unseal(key, purpose, row.sealedUrl) };
}

/** Nobody typed it just now: the message says where it comes from. */
function labelFromEnvironment(url: string): string {
	try {
		return labelOfDatabase(parseDatabaseUrl(url));
	} catch (error) {
		if (!(error instanceof GraftError)) throw error;
		const { kind, message, hint } = error;
		throw new GraftError(kind, `OCS_DATABASE_URL: ${message}`, { hint, cause: error });
	}
}

export async function findStored({ paths }: Context): Promise<OcsLink | null> {
	return findOcsLink(paths.databaseUrl, linkId);
}

/** Without asking whether it can be read. */
export async function isLinked(ctx: Context): Promise<boolean> {
	return ctx.ocsDatabaseUrl !== undefined || (await findStored(ctx)) !== null;
}

/** What a row holds about a URL; makes the key where there is none. */
export async function sealUrl({ paths }: Context, url: string): Promise<string> {
	return seal(await readEncryptionKey(paths.home, true), purpose, url);
}
