import type { Description, Extension } from "../domain/extension.ts";
import type { FilesPlace, GitPlace, HttpPlace, LinkKind, SqlPlace } from "./place.ts";
import type { Platform } from "./platform.ts";
import { platforms } from "./registry.ts";

/** undefined for an id that no platform here has: a newer Graft may have stored it. */
export function findPlatform(id: string | undefined): Platform | undefined {
	return platforms.find((each) => each.id === id);
}

/** Where the server parts of a platform lie on a server; undefined where it has none. */
export function filesPlaceOf(platform: Platform | undefined): FilesPlace | undefined {
	return platform?.places.find((place) => place.driver === "files");
}

/** Where the extensions of a platform have their tables; undefined where they have none. */
export function sqlPlaceOf(platform: Platform | undefined): SqlPlace | undefined {
	return platform?.places.find((place) => place.driver === "sql");
}

/** Where the extensions of a platform have a folder in a repository; undefined where they have none. */
export function gitPlaceOf(platform: Platform | undefined): GitPlace | undefined {
	return platform?.places.find((place) => place.driver === "git");
}

/** Where groups of machines are bound to the extensions of a platform; undefined where none are. */
export function httpPlaceOf(platform: Platform | undefined): HttpPlace | undefined {
	return platform?.places.find((place) => place.driver === "http");
}

/** Every way to an outside system that a platform declares. */
export const linkKinds: readonly LinkKind[] = platforms.flatMap(({ links = [] }) => links);

/** What people are shown of an extension, also where no platform here knows it. */
export function describeExtension(extension: Extension): Description {
	const { platform, parts } = extension;
	return findPlatform(platform)?.describe(extension) ?? { ...parts, facts: [] };
}

/** As people call the system of an extension within a sentence: "OCS". */
export function shortNameOf(platform: string): string {
	return findPlatform(platform)?.short ?? platform;
}
