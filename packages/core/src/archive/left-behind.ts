/**
 * Names that macOS gives: its file manager to what it leaves in every folder, its zip program to the copies of what
 * other file systems cannot keep (`._x` beside `x`), and its volumes to folders of their own.
 */
const OF_MACOS =
	/^(?:__MACOSX|\.DS_Store|\._.+|Icon\r|\.AppleDouble|\.Spotlight-V100|\.TemporaryItems|\.Trashes|\.fseventsd)$/s;

/** No part of any extension, wherever it stands: neither read nor judged. */
export function isLeftBehind(path: string): boolean {
	return path.split("/").some((name) => OF_MACOS.test(name));
}
