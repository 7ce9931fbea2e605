import type { GraftError } from "@graft/core/domain/errors";
import type { FileState } from "@graft/core/drivers/files/plan/status";
import { type ServerState, stateOfFailure } from "../catalogue/server-state.ts";
import type { ServerAddress } from "../context/server-address.ts";
import type { ServerErrors } from "../proof/server-errors.ts";

export interface ServerStatus {
	readonly server: string;
	readonly state: ServerState;
	/** What is there; null where that is neither this version nor one with a receipt. */
	readonly version: string | null;
	readonly files: readonly { path: string; state: FileState }[];
	/** Agents that it failed since then; null where that could not be told. */
	readonly errors: ServerErrors | null;
	/** Only where the server could not be looked at. */
	readonly reason?: string;
}

/** One connection to one server, for all that is to be looked at there. */
export interface Visit {
	readonly server: ServerAddress;
	readonly places: readonly { readonly id: string; readonly serverDir: string | undefined }[];
	/** Somebody asked for just this extension here: then it is an answer that it cannot be there. */
	readonly named: boolean;
}

/** What cannot be looked at is an answer too. */
export function unseen(server: string, { kind, message: reason }: GraftError): ServerStatus {
	const state = stateOfFailure(kind);
	return { server, state, version: null, files: [], errors: null, reason };
}
