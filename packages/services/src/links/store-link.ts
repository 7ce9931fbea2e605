import { randomUUID } from "node:crypto";
import { GraftError } from "@graft/core/domain/errors";
import { isRefused } from "@graft/core/domain/problem";
import type { LinkKind } from "@graft/core/platforms/place";
import { retryBusy } from "@graft/database/retry-busy";
import * as z from "zod";
import { type Call, type Context, parseInput } from "../context/context.ts";
import { requireAdministrator } from "../context/require-administrator.ts";
import { checkUrl } from "./check-link.ts";
import { labelOfLink } from "./label-of-link.ts";
import { kindOf, linkKind } from "./link-kind.ts";
import { sealUrl } from "./stored-link.ts";

export const storeLinkInput = z.strictObject({
	kind: linkKind,
	/** As link-words.ts has it written for each kind. */
	url: z.string().min(1).max(4096),
	/** Looks at it all the same, and stores nothing. */
	dryRun: z.boolean().default(false),
});

export interface StoredLink {
	/** The URL without the password. */
	readonly label: string;
	readonly serverVersion: string | null;
	/** Of the system's own schema. */
	readonly schemaVersion: number | null;
	/** False with `dryRun`. */
	readonly changed: boolean;
}

/**
 * Remembers how an outside system is reached, the URL encrypted, once it was seen to be one that can be worked with.
 * Throws GraftError: "usage" (the URL), "unreachable", "refused" with everything that is wrong with it.
 */
export async function storeLink({ ctx, input }: Call<typeof storeLinkInput>): Promise<StoredLink> {
	await requireAdministrator(ctx, "link an outside system");
	const { kind: id, url, dryRun } = parseInput(storeLinkInput, input);
	const kind = kindOf(id);
	const label = labelOfLink(kind, url);
	refuseBesideEnvironment(ctx, kind);
	const { problems, serverVersion, schemaVersion } = await checkUrl(ctx, kind, url);
	if (isRefused(problems))
		throw new GraftError("refused", `${label} cannot be linked; nothing was changed.`, {
			problems,
		});
	if (!dryRun) await store(ctx, kind, url, label);
	return { label, serverVersion, schemaVersion, changed: !dryRun };
}

function refuseBesideEnvironment({ linkUrls }: Context, { id, variable }: LinkKind): void {
	if (!linkUrls.has(id)) return;
	throw new GraftError("usage", `${variable} is set, and wins over any link that is stored.`, {
		hint: "Unset it to store a link; or leave it, and nothing needs to be linked.",
	});
}

async function store(ctx: Context, kind: LinkKind, url: string, label: string): Promise<void> {
	const { id } = kind;
	const { database, clock, actor } = ctx;
	const row = {
		label,
		sealedUrl: await sealUrl(ctx, kind, url),
		linkedAt: clock(),
		linkedBy: actor.name,
	};
	const event = {
		...{ id: randomUUID(), at: clock(), actor: actor.name },
		...{ action: `link ${kind.name}`, target: label, detail: "" },
	};
	await retryBusy(() =>
		database.$transaction([
			database.link.upsert({
				where: { id },
				create: { id, ...row },
				update: row,
			}),
			database.auditEvent.create({ data: event }),
		]),
	);
}
