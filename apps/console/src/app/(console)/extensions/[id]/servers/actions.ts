"use server";

import {
	forgetServer,
	forgetServerInput,
	previewForget,
} from "@graft/services/servers/forget-server";
import type { KnownServer } from "@graft/services/servers/list-servers";
import { answer, type Result } from "../../../../../server/guard.ts";

/** What is on it in all, of every extension. */
export async function reviewForget(raw: unknown): Promise<Result<KnownServer>> {
	return answer("administrator", forgetServerInput, raw, (asked) => previewForget(asked));
}

export async function forget(raw: unknown): Promise<Result<null>> {
	return answer("administrator", forgetServerInput, raw, async (asked) => {
		await forgetServer(asked);
		return null;
	});
}
