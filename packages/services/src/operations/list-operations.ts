import * as z from "zod";
import { type Call, parseInput } from "../context/context.ts";
import { type OperationView, viewOf } from "./operation-view.ts";

export const listOperationsInput = z.strictObject({
	/** Those that wait or run alone. */
	open: z.boolean().default(false),
	most: z.number().int().min(1).max(1000).default(100),
});

/** Those that run first, then those that wait, then the latest. */
export async function listOperations({
	ctx,
	input,
}: Call<typeof listOperationsInput>): Promise<{ operations: readonly OperationView[] }> {
	const { open, most } = parseInput(listOperationsInput, input);
	const find = (states: object, take: number) =>
		ctx.database.operation.findMany({
			where: { parentId: null, ...states },
			include: { server: true },
			orderBy: [{ state: "desc" }, { startedAt: "desc" }],
			take,
		});
	const isOpen = { state: { in: ["running", "queued"] } };
	const under = await find(isOpen, most);
	if (open) return { operations: under.map(viewOf) };
	const over = await ctx.database.operation.findMany({
		where: { parentId: null, NOT: isOpen },
		include: { server: true },
		orderBy: { startedAt: "desc" },
		take: most,
	});
	return { operations: [...under, ...over].slice(0, most).map(viewOf) };
}
