import { cp, mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Context } from "../context/context.ts";
import { extensionFolder, type Paths } from "../context/paths.ts";
import { asOwnerOf } from "../files/as-owner.ts";
import { removeTree } from "../files/remove-tree.ts";

/** Copies a folder that no archive of ours holds out of EXTENSIONS_DIR, before it goes, wholly or not at all; says where to. */
export async function keepAside({ paths, clock }: Context, name: string): Promise<string> {
	const folder = join(paths.home, "set-aside");
	const stamp = clock().toISOString().replace(/[:.]/g, "-");
	const kept = join(folder, `${name}-${stamp}`);
	const copy = async () => {
		await mkdir(folder, { recursive: true, mode: 0o700 });
		await cp(extensionFolder(paths, name), kept, {
			recursive: true,
			verbatimSymlinks: true,
			errorOnExist: true,
			force: false,
		});
	};
	try {
		await asOwnerOf(paths.home, copy);
	} catch (error) {
		await forgetAside(paths, kept);
		throw error;
	}
	return kept;
}

/** What it is a copy of is back in its place, or never left it: one that stays for once is no failure. */
export async function forgetAside(paths: Paths, kept: string): Promise<void> {
	await asOwnerOf(paths.home, () => removeTree(kept)).catch(() => undefined);
}
