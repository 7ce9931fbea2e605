import { offerBundles } from "../flows/bundles.ts";
import { runServerCommand } from "../flows/server-command.ts";
import type { Run } from "../session/session.ts";

export const run: Run = (session, subject) =>
	runServerCommand(session, subject, "present", (ctx, id) => offerBundles(session, ctx, id));
