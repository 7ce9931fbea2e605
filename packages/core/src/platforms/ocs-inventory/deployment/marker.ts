import type { Bundle } from "../../../domain/bundle.ts";

/** Which extension a deployment package belongs to. Stands at the end of its comment in OCS's own tables. */
export interface Marker {
	readonly id: string;
	readonly version: string;
	readonly agents: Bundle["agents"];
	readonly purpose: Bundle["purpose"];
}

/** What a person reads about the package on OCS's own page. */
export function commentOf(marker: Marker): string {
	const { id, version, agents, purpose } = marker;
	const isUninstall = purpose === "uninstall";
	const what = `${isUninstall ? "Uninstalls the" : "The"} agent part of ${id} ${version}.`;
	const names = [id, version].map(encodeURIComponent);
	const mark = ["graft", ...names, agents, ...(isUninstall ? [purpose] : [])].join(" ");
	return `${what} Put here by Graft; to remove it: install-plugin withdraw ${id} --purge [${mark}]`;
}

/** null for a package of somebody else. */
export function readMarker(comment: string): Marker | null {
	const [, id = "", version = "", agents, uninstall] =
		/\[graft (\S+) (\S*) (unix|windows)( uninstall)?\]\s*$/.exec(comment) ?? [];
	if (agents !== "unix" && agents !== "windows") return null;
	try {
		const purpose = uninstall === undefined ? "install" : "uninstall";
		return { id: decodeURIComponent(id), version: decodeURIComponent(version), agents, purpose };
	} catch {
		return null;
	}
}
