import type { PlatformId } from "@graft/core/domain/extension";

const names: Record<PlatformId, string> = {
	"ocs-inventory": "OCS Inventory",
	panoptes: "Panoptes",
};

/** As people call it. */
export function platformName(id: string): string {
	return id in names ? names[id as PlatformId] : id;
}
