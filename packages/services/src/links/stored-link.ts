import { GraftError } from "@graft/core/domain/errors";
import { wordsOfKind } from "@graft/core/platforms/link-words";
import type { LinkKind } from "@graft/core/platforms/place";
import { findLinkRow, type LinkRow } from "@graft/database/quick-look";
import type { Context } from "../context/context.ts";
import { readEncryptionKey } from "../secrets/encryption-key.ts";
import { seal, unseal } from "../secrets/sealed-text.ts";
import { labelOfLink } from "./label-of-link.ts";

/** `environment`: from the kind's variable, which wins and is never stored. */
export type LinkSource = "environment" | "stored";

/** Where an outside system is, as far as it may be told. */
export interface Link {
	/** The URL without the password. */
	readonly label: string;
	readonly source: LinkSource;
}

export type LinkWithUrl = Link & {
	/** With the password: for opening a connection, and nothing else. */
	readonly url: string;
};

/** What is linked now; null where nothing is. Throws GraftError "usage" (the variable), "refused" (the key). */
export async function findLink(ctx: Context, kind: LinkKind): Promise<LinkWithUrl | null> {
	const url = ctx.linkUrls.get(kind.id);
	if (url !== undefined)
		return { label: labelFromEnvironment(url, kind), source: "environment", url };
	const row = await findStored(ctx, kind);
	if (row === null) return null;
	const key = await readEncryptionKey(ctx.paths.home, false);
	return { label: row.label, source: "stored", url: unseal(key, kind.purpose, row.sealedUrl) };
}

/** The same where there has to be one. Throws GraftError "usage" where nothing is linked. */
export async function demandLink(ctx: Context, kind: LinkKind): Promise<LinkWithUrl> {
	const link = await findLink(ctx, kind);
	if (link !== null) return link;
	throw new GraftError("usage", `${kind.name} is not linked.`, {
		hint: `Link it first: install-plugin ${wordsOfKind[kind.kind].command} link`,
	});
}

/** Nobody typed it just now: the message says where it comes from. */
function labelFromEnvironment(url: string, kind: LinkKind): string {
	try {
		return labelOfLink(kind, url);
	} catch (error) {
		if (!(error instanceof GraftError)) throw error;
		const { message, hint } = error;
		throw new GraftError(error.kind, `${kind.variable}: ${message}`, { hint, cause: error });
	}
}

export async function findStored({ paths }: Context, { id }: LinkKind): Promise<LinkRow | null> {
	return findLinkRow(paths.databaseUrl, id);
}

/** Without asking whether it can be read. */
export async function isLinked(ctx: Context, kind: LinkKind): Promise<boolean> {
	return ctx.linkUrls.has(kind.id) || (await findStored(ctx, kind)) !== null;
}

/** What a row holds about a URL; makes the key where there is none. */
export async function sealUrl(
	{ paths }: Context,
	{ purpose }: LinkKind,
	url: string,
): Promise<string> {
	return seal(await readEncryptionKey(paths.home, true), purpose, url);
}
