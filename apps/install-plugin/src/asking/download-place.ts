import { thisMachine } from "@graft/core/connections/this-machine";
import type { ServerAddress } from "@graft/services/context/server-address";
import { serverFromFlags } from "../program/server-flags.ts";
import { readSecrets } from "../session/secrets.ts";
import type { Session } from "../session/session.ts";

export interface DownloadPlace {
	readonly server: ServerAddress;
	readonly downloadDir?: string;
}

/** Where OCS's packages lie, by flags: this machine, unless they name another. */
export async function downloadPlace(session: Session): Promise<DownloadPlace> {
	const { options } = session;
	const server = serverFromFlags(options, await readSecrets(session)) ?? thisMachine;
	const { downloadDir } = options;
	return { server, ...(downloadDir === undefined ? {} : { downloadDir }) };
}
