import { randomUUID } from "node:crypto";
import { readManagedIds } from "@graft/database/quick-look";
import { retryBusy } from "@graft/database/retry-busy";
import * as z from "zod";
import { type Call, parseInput } from "../context.ts";
import { requireAdministrator } from "../require-administrator.ts";
import { findStored, linkId } from "./stored-link.ts";

export const unlinkDatabaseInput = z.strictObject({});

export interface UnlinkPreview {
	/** What would be forgotten; null where no link is stored. */
	readonly label: string | null;
	/** OCS_DATABASE_URL names a database, and goes on doing so. */
	readonly environment: boolean;
	/** Ids that are active there, as far as was last known: Graft would no longer follow it. */
	readonly active: readonly string[];
}

/** What `unlinkDatabase` would forget, and what that means; the database is not asked, for it may be gone. */
export async function previewUnlink({
	ctx,
	input,
}: Call<typeof unlinkDatabaseInput>): Promise<UnlinkPreview> {
	parseInput(unlinkDatabaseInput, input);
	const { ocsDatabaseUrl, paths } = ctx;
	const active = readManagedIds(paths.databaseUrl).filter(
		(row) => row.active && row.platform === linkId,
	);
	return {
		label: (await findStored(ctx))?.label ?? null,
		environment: ocsDatabaseUrl !== undefined,
		active: active.map(({ id }) => id),
	};
}

/** Forgets the stored link, password and all; OCS's database is not touched. Gives what was linked. */
export async function unlinkDatabase({
	ctx,
	input,
}: Call<typeof unlinkDatabaseInput>): Promise<{ label: string | null }> {
	await requireAdministrator(ctx, "unlink OCS's database");
	parseInput(unlinkDatabaseInput, input);
	const { database, clock, actor } = ctx;
	const row = await findStored(ctx);
	if (row === null) return { label: null };
	const event = {
		...{ id: randomUUID(), at: clock(), actor: actor.name },
		...{ action: "unlink OCS's database", target: row.label, detail: "" },
	};
	await retryBusy(() =>
		database.$transaction([
			database.ocsDatabaseLink.deleteMany({ where: { id: linkId } }),
			database.auditEvent.create({ data: event }),
		]),
	);
	return { label: row.label };
}
