import { posix } from "node:path";
import type { Connection } from "../../../connections/connection.ts";
import type { PlatformId } from "../../../domain/extension.ts";
import { sha256 } from "../../../domain/hash.ts";
import type { Place } from "../../../domain/plan.ts";
import type { Facts } from "../wanted.ts";

/** Two homes never share a key, however alike they are: the hash tells them apart, the rest is for people. */
export function placeOf(connection: Connection, platform: PlatformId, facts: Facts): Place {
	const home = posix.resolve(facts.home);
	const readable = home.replace(/[^A-Za-z0-9]+/g, "-").replace(/^-/, "");
	const key = `${platform}-${readable.slice(-60)}-${sha256(`${platform}\0${home}`).slice(0, 12)}`;
	return {
		key,
		workFolder: facts.workFolder,
		receiptsFolder: posix.join(connection.stateFolder, key, "receipts"),
		reach: [...new Set(facts.reach ?? Object.values(facts.folders))].map((folder) =>
			posix.normalize(folder),
		),
	};
}
