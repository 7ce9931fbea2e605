import { runServerCommand } from "../flows/server-command.ts";
import type { Run } from "../session/session.ts";

export const run: Run = (session, subject) => runServerCommand(session, subject, "absent");
