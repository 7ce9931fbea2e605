import type { Bundle } from "../../../domain/bundle.ts";

/** Which extension a deployment package belongs to. Stands at the end of its comment in OCS's own tables. */
export interface Marker {
	readonly id: string;
	readonly version: string;
	readonly agents: Bundle["agents"];
}

/** What a person reads about the package on OCS's own page. */
export function commentOf(marker: Marker): string {
	const { id, version, agents } = marker;
	const words = [id, version].map(encodeURIComponent).join(" ");
	return `The agent part of ${id} ${version}. Put here by Graft; take it away with: install-plugin withdraw ${id} --purge [graft ${words} ${agents}]`;
}

/** null for a package of somebody else. */
export function readMarker(comment: string): Marker | null {
	const [, id = "", version = "", agents] =
		/\[graft (\S+) (\S*) (unix|windows)\]\s*$/.exec(comment) ?? [];
	if (agents !== "unix" && agents !== "windows") return null;
	try {
		return { id: decodeURIComponent(id), version: decodeURIComponent(version), agents };
	} catch {
		return null;
	}
}
