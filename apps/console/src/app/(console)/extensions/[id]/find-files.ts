"use server";

import { type Beginning, beginningOf } from "@graft/core/domain/beginning";
import type { AgentFile } from "@graft/core/domain/extension";
import { getExtension } from "@graft/services/extensions/get-extension";
import * as z from "zod";
import { answer, type Result } from "../../../../server/guard.ts";
import type { ShownExtension } from "../../../../server/shown-extension.ts";

const files = z.strictObject({ id: z.string(), text: z.string().max(1024) });

/** Those whose path has a text in it, whether in upper or lower case. */
export async function findFiles(
	raw: unknown,
): Promise<Result<Beginning<ShownExtension["files"]["first"][number]>>> {
	return answer("viewer", files, raw, async ({ ctx, input: { id, text } }) => {
		const { files } = await getExtension({ ctx, input: { id } });
		return beginningOf(files.filter(({ path }) => has(path, text)));
	});
}

const agentFiles = files.extend({ system: z.enum(["windows", "unix"]) });

export async function findAgentFiles(raw: unknown): Promise<Result<Beginning<AgentFile>>> {
	return answer("viewer", agentFiles, raw, async ({ ctx, input: { id, text, system } }) => {
		const { parts } = await getExtension({ ctx, input: { id } });
		return beginningOf(parts.agents[system].filter(({ from }) => has(from, text)));
	});
}

function has(path: string, text: string): boolean {
	return path.toLowerCase().includes(text.toLowerCase());
}
