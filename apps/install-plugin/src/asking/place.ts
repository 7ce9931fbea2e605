import { addressForms } from "@graft/core/connections/find-transport";
import type { ServerAddress } from "@graft/services/context/server-address";
import { missing, serverFromFlags } from "../program/server-flags.ts";
import { readSecrets } from "../session/secrets.ts";
import type { Session } from "../session/session.ts";
import { askOrRefuse, askServer } from "./ask-server.ts";

export interface ServerPlace {
	readonly server: ServerAddress;
	readonly serverDir?: string;
}

/** The server and its folder by flags, or asked for. */
export async function choosePlace(session: Session): Promise<ServerPlace> {
	const { options, ask } = session;
	const flagged = serverFromFlags(options, await readSecrets(session));
	const server = flagged ?? (await askServer(askOrRefuse(ask, missing("--server", addressForms))));
	if (options.serverDir !== undefined) return { server, serverDir: options.serverDir };
	if (flagged !== undefined || ask === null) return { server };
	const serverDir = await ask.text("Server location, the folder of plugins/ (empty: find it out)");
	return serverDir.trim() === "" ? { server } : { server, serverDir: serverDir.trim() };
}
