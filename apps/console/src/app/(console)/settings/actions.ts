"use server";

import { forgetLink, forgetLinkInput } from "@graft/services/links/forget-link";
import { storeLink, storeLinkInput } from "@graft/services/links/store-link";
import { answer, type Result } from "../../../server/guard.ts";

/** Answers with the URL without its password, and with nothing else of it. */
export async function link(raw: unknown): Promise<Result<{ label: string }>> {
	return answer("administrator", storeLinkInput, raw, async ({ ctx, input }) => {
		const { label } = await storeLink({ ctx, input });
		return { label };
	});
}

export async function unlink(raw: unknown): Promise<Result<null>> {
	return answer("administrator", forgetLinkInput, raw, async ({ ctx, input }) => {
		await forgetLink({ ctx, input });
		return null;
	});
}
