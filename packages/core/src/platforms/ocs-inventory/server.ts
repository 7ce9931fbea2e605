import type { ServiceStep } from "../../domain/plan.ts";
import type { FilesPlace } from "../place.ts";
import { ocsCodes } from "./codes.ts";
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
		values.service ? (JSON.parse(values.service) as ServiceStep | null) : null,
	withoutReload: {
		code: ocsCodes["ocs/no-reload"],
		danger: "it would answer 500 to every agent",
		hint: "Accept this, and reload or stop that Apache yourself at once: until then it answers 500 to every agent. To be safe, uninstall it first (install-plugin uninstall), reload, and then remove it.",
	},
	failures: readFailures,
	lacks,
};
