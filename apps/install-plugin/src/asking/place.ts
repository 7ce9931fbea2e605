import { addressForms } from "@graft/core/connections/find-transport";
import type { ServerAddress } from "@graft/services/context/server-address";
import { missing, moreServers, serverFromFlags } from "../program/server-flags.ts";
import { readSecrets, type Secrets } from "../session/secrets.ts";
import type { Session } from "../session/session.ts";
import { askOrRefuse, askServer } from "./ask-server.ts";

export interface ServerPlace {
	readonly server: ServerAddress;
	readonly serverDir?: string;
}

/** The server and its folder by flags, or asked for. */
export async function choosePlace(session: Session): Promise<ServerPlace> {
	return placeBy(session, await readSecrets(session));
}

/** The same, with those that are changed by the same plan; a folder that is named is the same on each. */
export async function choosePlaces(session: Session): Promise<[ServerPlace, ...ServerPlace[]]> {
	const secrets = await readSecrets(session);
	const first = await placeBy(session, secrets);
	const others = moreServers(session.options, secrets);
	return [first, ...others.map((server) => ({ ...first, server }))];
}

async function placeBy({ options, ask }: Session, secrets: Secrets): Promise<ServerPlace> {
	const flagged = serverFromFlags(options, secrets);
	const server = flagged ?? (await askServer(askOrRefuse(ask, missing("--server", addressForms))));
	if (options.serverDir !== undefined) return { server, serverDir: options.serverDir };
	if (flagged !== undefined || ask === null) return { server };
	const serverDir = await ask.text("Server location, the folder of plugins/ (empty: find it out)");
	return serverDir.trim() === "" ? { server } : { server, serverDir: serverDir.trim() };
}
