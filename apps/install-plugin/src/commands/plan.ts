import type { Run } from "../session.ts";
import { showPlan } from "../show-plan.ts";

export const run: Run = (session, subject) => showPlan(session, subject, "present");
