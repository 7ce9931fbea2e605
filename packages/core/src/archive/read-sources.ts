import { isLeftBehind } from "./left-behind.ts";
import { type FolderReading, readFolder } from "./read-folder.ts";

/** What programs keep for themselves in an author's folder: version control, editors, Windows, KDE, Python and Node. */
const OF_TOOLS =
	/^(?:\.git|\.hg|\.svn|\.idea|\.vscode|\.vs|.+~|#.+#|\.#.+|\..+\.sw[a-p]|Thumbs\.db|desktop\.ini|\.directory|__pycache__|.+\.pyc|node_modules)$/is;

/** Archives of it that lie at the top of its folder, where they are made by whoever stands there. */
const OWN_ARCHIVE = /^[^/]+\.zip$/i;

/** No part of an archive that is made of a folder, although it may lie in one. */
export function isNotPacked(path: string): boolean {
	return (
		isLeftBehind(path) ||
		OWN_ARCHIVE.test(path) ||
		path.split("/").some((name) => OF_TOOLS.test(name))
	);
}

export interface Sources extends FolderReading {
	/** Paths of what is there and is not packed. */
	readonly leftOut: readonly string[];
}

/** Reads the folder that an author works in, as the archive of it is read later. Throws as `readFolder` does. */
export async function readSources(path: string): Promise<Sources> {
	const leftOut: string[] = [];
	const reading = await readFolder(path, {}, (each) => {
		if (!isNotPacked(each)) return false;
		leftOut.push(each);
		return true;
	});
	return { ...reading, leftOut };
}
