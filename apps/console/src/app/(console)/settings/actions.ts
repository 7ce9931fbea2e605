"use server";

import { linkDatabase, linkDatabaseInput } from "@graft/services/ocs-database/link-database";
import { unlinkDatabase, unlinkDatabaseInput } from "@graft/services/ocs-database/unlink-database";
import { answer, type Result } from "../../../server/guard.ts";

/** Answers with the URL without its password, and with nothing else of it. */
export async function link(raw: unknown): Promise<Result<{ label: string }>> {
	return answer("administrator", linkDatabaseInput, raw, async ({ ctx, input }) => {
		const { label } = await linkDatabase({ ctx, input });
		return { label };
	});
}

export async function unlink(raw: unknown): Promise<Result<null>> {
	return answer("administrator", unlinkDatabaseInput, raw, async ({ ctx, input }) => {
		await unlinkDatabase({ ctx, input });
		return null;
	});
}
