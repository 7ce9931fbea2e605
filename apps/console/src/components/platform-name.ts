const names: Readonly<Record<string, string>> = {
	"ocs-inventory": "OCS Inventory",
	panoptes: "Panoptes",
};

/** As people call it. */
export function platformName(id: string): string {
	return names[id] ?? id;
}
