import type { FilesPlace } from "@graft/core/platforms/place";
import { filesPlaceOf } from "@graft/core/platforms/places";
import type { Platform } from "@graft/core/platforms/platform";

export function demandFilesPlace(platform: Platform): FilesPlace {
	const place = filesPlaceOf(platform);
	if (place === undefined) throw new Error(`${platform.id} has no place on a server`);
	return place;
}
