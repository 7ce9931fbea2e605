import type { ReloadService } from "../../domain/plan.ts";
import type { FilesPlace } from "../place.ts";
import { discover } from "./discover.ts";
import { lacks } from "./lacks.ts";
import { readFailures } from "./proof/read-failures.ts";
import { serverPart } from "./server-part.ts";

/** The folders that the communication server reads its plugins from. */
export const server: FilesPlace = {
	name: "server",
	driver: "files",
	discover,
	wanted: serverPart,
	service: ({ values }) =>
		values.service ? (JSON.parse(values.service) as ReloadService | null) : null,
	failures: readFailures,
	lacks,
};
