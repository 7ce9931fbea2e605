import { randomUUID } from "node:crypto";
import { retryBusy } from "@graft/database/retry-busy";
import * as z from "zod";
import { type Call, parseInput } from "../context.ts";
import { requireAdministrator } from "../require-administrator.ts";
import { findStored } from "./stored-link.ts";

export const unlinkDatabaseInput = z.strictObject({});

/** What `unlinkDatabase` would forget. */
export async function previewUnlink({
	ctx,
	input,
}: Call<typeof unlinkDatabaseInput>): Promise<{ label: string | null }> {
	parseInput(unlinkDatabaseInput, input);
	return { label: (await findStored(ctx))?.label ?? null };
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
			database.ocsDatabaseLink.deleteMany({ where: { id: row.id } }),
			database.auditEvent.create({ data: event }),
		]),
	);
	return { label: row.label };
}
