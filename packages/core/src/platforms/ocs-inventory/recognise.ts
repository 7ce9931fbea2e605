import type { FileTree } from "../../domain/archive.ts";
import { decodeBytes, decodeText } from "./parse/text.ts";

/**
 * By its marks alone, so that broken and outdated extensions are OCS's too: the functions of install.php in either
 * engine's names, the keys of infos.json, the root of hook.xml, or a conf that loads a plugin of OCS's server.
 */
export function recognise(tree: FileTree): boolean {
	const install = tree.files.get("install.php");
	const infos = tree.files.get("infos.json");
	const hook = tree.files.get("hook.xml");
	return (
		(install !== undefined &&
			/function\s+(extension_install|plugin_init|plugin_version)_/i.test(
				decodeBytes(install.bytes),
			)) ||
		(infos !== undefined && /"(displayName|supportedAgent)"\s*:/.test(decodeText(infos.bytes))) ||
		(hook !== undefined && /<hookstore\b/.test(decodeText(hook.bytes))) ||
		[...tree.files.values()].some(
			(file) =>
				/^APACHE\/[^/]+\.(conf|pm)$/i.test(file.path) &&
				/Apache::Ocsinventory::(Plugins|Map)\b/i.test(decodeText(file.bytes)),
		)
	);
}
