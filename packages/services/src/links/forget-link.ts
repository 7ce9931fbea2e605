import { randomUUID } from "node:crypto";
import { findPlatform } from "@graft/core/platforms/places";
import { readManagedIds } from "@graft/database/quick-look";
import { retryBusy } from "@graft/database/retry-busy";
import * as z from "zod";
import { type Call, parseInput } from "../context/context.ts";
import { requireAdministrator } from "../context/require-administrator.ts";
import { kindOf, linkKind } from "./link-kind.ts";
import { findStored } from "./stored-link.ts";

export const forgetLinkInput = z.strictObject({ kind: linkKind });

export interface ForgottenLink {
	/** What would be forgotten; null where no link is stored. */
	readonly label: string | null;
	/** The variable of its kind names one, and goes on doing so. */
	readonly environment: boolean;
	/** Ids that are active there, as far as was last known: Graft would no longer follow it. */
	readonly active: readonly string[];
}

/** What `forgetLink` would forget, and what that means; it is not asked, for it may be gone. */
export async function previewForgetLink({
	ctx,
	input,
}: Call<typeof forgetLinkInput>): Promise<ForgottenLink> {
	const kind = kindOf(parseInput(forgetLinkInput, input).kind);
	const { linkUrls, paths } = ctx;
	const active = readManagedIds(paths.databaseUrl).filter(
		(row) => row.active && findPlatform(row.platform)?.links?.includes(kind),
	);
	return {
		label: (await findStored(ctx, kind))?.label ?? null,
		environment: linkUrls.has(kind.id),
		active: active.map(({ id }) => id),
	};
}

/** Forgets the stored link, password and all; what it led to is not touched. Gives what was linked. */
export async function forgetLink({
	ctx,
	input,
}: Call<typeof forgetLinkInput>): Promise<{ label: string | null }> {
	await requireAdministrator(ctx, "unlink an outside system");
	const kind = kindOf(parseInput(forgetLinkInput, input).kind);
	const { database, clock, actor } = ctx;
	const row = await findStored(ctx, kind);
	if (row === null) return { label: null };
	const event = {
		...{ id: randomUUID(), at: clock(), actor: actor.name },
		...{ action: `unlink ${kind.name}`, target: row.label, detail: "" },
	};
	await retryBusy(() =>
		database.$transaction([
			database.link.deleteMany({ where: { id: kind.id } }),
			database.auditEvent.create({ data: event }),
		]),
	);
	return { label: row.label };
}
