import { type DownloadPlace, placeInput, usualPlace } from "../deployment/download-place.tsx";

export interface RemovalWish {
	readonly dropTables: boolean;
	/** Where the packages lie that were given to agents. */
	readonly place: DownloadPlace;
}

export const usualRemoval: RemovalWish = { dropTables: false, place: usualPlace };

/** As the verb wants it. */
export function removalInput(id: string, { dropTables, place }: RemovalWish) {
	return { id, dropTables, ...placeInput(place) };
}
