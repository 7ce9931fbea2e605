import { dkron } from "./dkron/platform.ts";
import { loongcollector } from "./loongcollector/platform.ts";
import { ocsInventory } from "./ocs-inventory/platform.ts";
import { openFalcon } from "./open-falcon/platform.ts";
import { panoptes } from "./panoptes/platform.ts";
import type { Platform } from "./platform.ts";

/** Every system that Graft serves: one import and one line each. */
export const platforms: readonly Platform[] = [
	ocsInventory,
	dkron,
	loongcollector,
	openFalcon,
	panoptes,
];
