import { showPlan } from "../flows/show-plan.ts";
import type { Run } from "../session/session.ts";

export const run: Run = (session, subject) => showPlan(session, subject, "present");
