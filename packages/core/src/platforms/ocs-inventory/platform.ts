import type { ReloadService } from "../../domain/plan.ts";
import type { Platform } from "../platform.ts";
import { bundles } from "./bundles/bundles.ts";
import { discover } from "./discover.ts";
import { readFailures } from "./proof/read-failures.ts";
import { read } from "./read.ts";
import { recognise } from "./recognise.ts";
import { serverPart } from "./server-part.ts";

export const ocsInventory: Platform = {
	id: "ocs-inventory",
	name: "OCS Inventory",
	recognise,
	read,
	discover,
	serverPart,
	service: ({ values }) =>
		values.service ? (JSON.parse(values.service) as ReloadService | null) : null,
	failures: readFailures,
	bundles,
	// In every layout its console, which runs install.php of each folder and dies where one has none, lies below this name.
	runsFolder: (path) => /(^|\/)ocsinventory-reports\//.test(path),
};
