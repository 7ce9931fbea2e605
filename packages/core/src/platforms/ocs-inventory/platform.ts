import type { Platform } from "../platform.ts";
import { bundles } from "./bundles/bundles.ts";
import { discover } from "./discover.ts";
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
	bundles,
};
