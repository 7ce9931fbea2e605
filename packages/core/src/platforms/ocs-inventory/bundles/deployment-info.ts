import type { PackedFacts } from "../../../domain/bundle.ts";

/** What an OCS agent does with a package: Windows stores the files at a path, Unix runs a command among them. */
export type Action = { readonly store: string } | { readonly execute: string };

/**
 * The `info` file of an OCS deployment package. MD5 in lower-case hex is the one digest that all agents agree on.
 * docs/platforms/ocs-inventory-server.md names the attributes.
 */
export function deploymentInfo(action: Action): (packed: PackedFacts) => string {
	return ({ id, md5, fragments }) => {
		const attributes: readonly (readonly [string, string])[] = [
			["ID", id],
			["PRI", "5"],
			["ACT", "store" in action ? "STORE" : "EXECUTE"],
			["DIGEST", md5],
			["PROTO", "HTTP"],
			["FRAGS", String(fragments)],
			["DIGEST_ALGO", "MD5"],
			["DIGEST_ENCODE", "Hexa"],
			"store" in action ? ["PATH", action.store] : ["COMMAND", action.execute],
			["NOTIFY_USER", "0"],
			["NOTIFY_TEXT", ""],
			["NOTIFY_COUNTDOWN", ""],
			["NOTIFY_CAN_ABORT", "0"],
			["NOTIFY_CAN_DELAY", "0"],
			["NEED_DONE_ACTION", "0"],
			["NEED_DONE_ACTION_TEXT", ""],
			["GARDEFOU", "rien"],
		];
		const written = attributes.map(([name, value]) => `${name}="${escapeAttribute(value)}"`);
		return `<?xml version="1.0" encoding="UTF-8"?>\n<DOWNLOAD ${written.join(" ")} />\n`;
	};
}

/** https://www.w3.org/TR/xml/#NT-AttValue; `>` too, because simple readers stumble over it. */
function escapeAttribute(value: string): string {
	return value
		.replaceAll("&", "&amp;")
		.replaceAll("<", "&lt;")
		.replaceAll(">", "&gt;")
		.replaceAll('"', "&quot;");
}
