import { createHash } from "node:crypto";
import type { Connection } from "@graft/core/connections/connection";

export interface Place {
	name: string;
	/** Why it cannot be tried here. */
	skip?: string | undefined;
	open: () => Promise<Connection>;
	label: RegExp;
	stateFolder: RegExp;
	hasShell: boolean;
	/** Who files that it writes belong to. */
	uid: () => number;
}

/** A connection that is open, and a folder of this machine that it works in, new for each test. */
export interface Here {
	readonly place: Place;
	readonly connection: Connection;
	readonly folder: string;
	at(name: string): string;
}

export function digest(bytes: Uint8Array | undefined): string {
	return createHash("sha256")
		.update(bytes ?? "")
		.digest("hex");
}
