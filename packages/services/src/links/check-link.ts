import { openApi } from "@graft/core/apis/open-api";
import { openDatabase } from "@graft/core/databases/open-database";
import { GraftError } from "@graft/core/domain/errors";
import type { Problem } from "@graft/core/domain/problem";
import type { ApiLink, DatabaseLink, LinkCheck, LinkKind } from "@graft/core/platforms/place";
import * as z from "zod";
import { type Call, type Context, parseInput } from "../context/context.ts";
import { kindOf, linkKind } from "./link-kind.ts";
import { findLink, type LinkSource } from "./stored-link.ts";
import { withRepository } from "./with-repository.ts";

export const checkLinkInput = z.strictObject({ kind: linkKind });

export type LinkState = "usable" | "unusable" | "unreachable";

export interface CheckedLink {
	readonly linked: boolean;
	/** The rest is null where nothing is linked. */
	readonly label: string | null;
	readonly source: LinkSource | null;
	readonly state: LinkState | null;
	readonly serverVersion: string | null;
	/** Of the system's own schema. */
	readonly schemaVersion: number | null;
	readonly problems: readonly Problem[];
}

/** Looks at what is linked; changes nothing. Throws GraftError where the link itself cannot be read. */
export async function checkLink({ ctx, input }: Call<typeof checkLinkInput>): Promise<CheckedLink> {
	const kind = kindOf(parseInput(checkLinkInput, input).kind);
	const link = await findLink(ctx, kind);
	if (link === null) return { ...unknown, linked: false, label: null, source: null, state: null };
	const { url, ...told } = link;
	try {
		const { problems, ...versions } = await checkUrl(ctx, kind, url);
		const state = problems.length === 0 ? "usable" : "unusable";
		return { linked: true, ...told, state, ...versions, problems };
	} catch (error) {
		if (!(error instanceof GraftError)) throw error;
		const state = error.kind === "unreachable" ? "unreachable" : "unusable";
		return { ...unknown, linked: true, ...told, state, problems: [asProblem(kind, error, state)] };
	}
}

/** Asks whether it is what the link is for, and can be worked with. Throws as what opens it does. */
export async function checkUrl(ctx: Context, kind: LinkKind, url: string): Promise<LinkCheck> {
	switch (kind.kind) {
		case "database":
			return checkDatabase(kind, url);
		case "git":
			await withRepository(ctx, url, (repository) => repository.head());
			return unknown;
		case "api":
			return { ...unknown, problems: await checkApi(kind, url) };
	}
}

async function checkApi(kind: ApiLink, url: string): Promise<readonly Problem[]> {
	return kind.check(await openApi(url, kind.signIn));
}

async function checkDatabase(kind: DatabaseLink, url: string): Promise<LinkCheck> {
	const connection = await openDatabase(url).catch((error: unknown) => {
		throw error instanceof GraftError && error.kind === "refused" ? withPlace(kind, error) : error;
	});
	try {
		return await kind.check(connection);
	} finally {
		await connection.close();
	}
}

function withPlace({ whereFound }: LinkKind, error: GraftError): GraftError {
	const { kind, message, hint, problems } = error;
	return new GraftError(kind, message, {
		...{ hint: `${hint} ${whereFound}`.trim(), problems, cause: error },
	});
}

const unknown = { serverVersion: null, schemaVersion: null, problems: [] };

function asProblem(
	{ codes, kind }: LinkKind,
	{ message, hint }: GraftError,
	state: "unreachable" | "unusable",
): Problem {
	const code = codes[state];
	return {
		severity: "error",
		code,
		path: "",
		message,
		hint,
		part: kind === "database" ? "database" : "agent",
	};
}
