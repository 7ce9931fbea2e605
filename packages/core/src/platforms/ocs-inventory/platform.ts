import type { ReloadService } from "../../domain/plan.ts";
import type { Platform } from "../platform.ts";
import { bundles } from "./bundles/bundles.ts";
import { discover } from "./discover.ts";
import { readFailures } from "./proof/read-failures.ts";
import { recognise } from "./recognise.ts";
import { refusedByPhp } from "./refused-by-php.ts";
import { serverPart } from "./server-part.ts";

export const ocsInventory: Platform = {
	id: "ocs-inventory",
	name: "OCS Inventory",
	recognise,
	// Loaded where something is read: PHP's XML reader alone takes 60 ms to start, which no other command should pay.
	read: async (tree, neighbours) => (await import("./read.ts")).read(tree, neighbours),
	php: { path: "install.php", problem: refusedByPhp },
	discover,
	serverPart,
	service: ({ values }) =>
		values.service ? (JSON.parse(values.service) as ReloadService | null) : null,
	failures: readFailures,
	bundles,
	// In every layout its console, which runs install.php of each folder and dies where one has none, lies below this name.
	runsFolder: (path) => /(^|\/)ocsinventory-reports\//.test(path),
};
