import type { Context } from "@graft/services/context/context";
import { actorOf, type Caller, requireCaller } from "./caller.ts";
import { sharedContext } from "./context.ts";

/** For pages: a context in the name of whoever reads the page, who is asked to sign in if need be. */
export async function callerContext(): Promise<{ ctx: Context; caller: Caller }> {
	const caller = await requireCaller();
	const ctx = await sharedContext();
	return { ctx: { ...ctx, actor: actorOf(caller) }, caller };
}
