import type { ApiReader, ApiRequest } from "../../apis/api.ts";

/** How the API of a system keeps bindings. Reading is done by what it is given; changes are requests, as data. */
export interface BindingSystem {
	/** All that there are. Throws GraftError "refused" for an answer that is not understood. */
	groups(api: ApiReader): Promise<readonly Group[]>;
	/** Of one group, everybody's. Throws in the same way. */
	rows(api: ApiReader, group: Group): Promise<readonly Row[]>;
	bind(group: Group, path: string): ApiRequest;
	unbind(row: Row): ApiRequest;
}

export interface Group {
	readonly id: number;
	readonly name: string;
}

export interface Row {
	readonly id: number;
	readonly path: string;
	/** Who made it; null where the system does not say. */
	readonly by: string | null;
}
