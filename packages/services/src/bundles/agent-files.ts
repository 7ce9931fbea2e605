import type { FileTree } from "@graft/core/domain/archive";
import type { BundleChoice } from "@graft/core/domain/bundle";
import type { LoadedExtension } from "../catalogue/load-extension.ts";
import { shareFiles } from "../tasks/share-bytes.ts";

/** Of an extension's files those that agents may get, as a worker takes them without a copy. */
export async function agentFiles({
	extension,
	tree,
}: Pick<LoadedExtension, "extension" | "tree">): Promise<FileTree> {
	const { windows, unix } = extension.parts.agents;
	const paths = new Set([...windows, ...unix].map(({ from }) => from));
	const files = [...tree.files.values()].filter(({ path }) => paths.has(path));
	return { root: tree.root, files: await shareFiles(files) };
}

/** What was asked for, without what was left out. */
export function bundleChoice({
	files,
	windowsPath,
}: {
	readonly files?: readonly string[] | undefined;
	readonly windowsPath?: string | undefined;
}): BundleChoice {
	return {
		...(files === undefined ? {} : { files }),
		...(windowsPath === undefined ? {} : { windowsPath }),
	};
}
