import { runServerCommand } from "../server-command.ts";
import type { Run } from "../session.ts";

export const run: Run = (session, subject) => runServerCommand(session, subject, "absent");
