import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Goal } from "@graft/core/domain/plan";
import type { Context } from "../src/context/context.ts";
import { applyPlan } from "../src/servers/apply-plan.ts";
import { planServer } from "../src/servers/plan-server.ts";
import type { Instance } from "./instance.ts";
import { id } from "./shorthands.ts";

export const local = { address: "local" };

/** An empty OCS server beside the instance, and what tests do to it. */
export function ocsServer(instance: () => Instance) {
	const serverDir = () => join(instance().root, "ocs");
	return {
		serverDir,
		conf: () => join(serverDir(), "plugins", "probe.conf"),
		map: () => join(serverDir(), "perl/Apache/Ocsinventory/Plugins/Probe/Map.pm"),
		make(): void {
			mkdirSync(join(serverDir(), "plugins"), { recursive: true });
			mkdirSync(join(serverDir(), "perl"));
		},
		/** Plans, and applies what was planned. */
		async change(goal: Goal, ctx: Context = instance().ctx) {
			const input = { id, server: local, goal, serverDir: serverDir() };
			const { plan } = await planServer({ ctx, input });
			return applyPlan({ ctx, input: { ...input, planHash: plan.hash } });
		},
	};
}
