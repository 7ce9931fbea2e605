import * as z from "zod";

/** What somebody chose for the agents. */
export const bundleChoice = z.strictObject({
	id: z.string(),
	/** Paths in the package: what is left out of what it proposes, and what is added to that. */
	without: z.array(z.string().max(1024)),
	added: z.array(z.string().max(1024)),
	/** "" for the platform's own folder. */
	windowsPath: z.string(),
	/** Codes of warnings about the agents that are taken as they are. */
	accept: z.array(z.string()),
});

export type BundleChoice = z.output<typeof bundleChoice>;

/** One bundle that the choice gives. */
export interface BundleOffer {
	readonly fileName: string;
	readonly agents: "windows" | "unix";
	readonly kind: "download" | "deployment";
	readonly bytes: number;
	/** Hex. */
	readonly sha256: string;
}

/** The address that builds the same bundle once more, and sends it. */
export function bundleAddress(
	{ id, without, added, windowsPath, accept }: BundleChoice,
	offer: BundleOffer,
): string {
	const query = new URLSearchParams();
	for (const file of without) query.append("without", file);
	for (const file of added) query.append("added", file);
	for (const code of accept) query.append("accept", code);
	if (windowsPath !== "") query.set("windowsPath", windowsPath);
	query.set("bundle", offer.fileName);
	return `/api/extensions/${encodeURIComponent(id)}/bundles?${query}`;
}
