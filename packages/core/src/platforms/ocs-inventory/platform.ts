import type { Platform } from "../platform.ts";
import { database } from "./activation/database.ts";
import { bundles } from "./bundles/bundles.ts";
import { link } from "./database/link.ts";
import { delivery } from "./deployment/delivery.ts";
import { describe, isReadWhole, stumblingBlocks } from "./own.ts";
import { proof } from "./proof/proof.ts";
import { recognise } from "./recognise.ts";
import { refusedByPhp } from "./refused-by-php.ts";
import { server } from "./server.ts";
import { starter } from "./starter/starter.ts";

export const ocsInventory: Platform = {
	id: "ocs-inventory",
	name: "OCS Inventory",
	short: "OCS",
	marks: "an install.php and an infos.json",
	recognise,
	// Loaded where something is read: PHP's XML reader alone takes 60 ms to start, which no other command should pay.
	read: async (tree, neighbours) => (await import("./read.ts")).read(tree, neighbours),
	describe,
	stumblingBlocks,
	isReadWhole,
	php: { path: "install.php", problem: refusedByPhp },
	links: [link],
	places: [database, server],
	proof,
	delivery,
	bundles,
	starter,
	// In every layout its console, which runs install.php of each folder and dies where one has none, lies below this name.
	runsFolder: (path) => /(^|\/)ocsinventory-reports\//.test(path),
};
