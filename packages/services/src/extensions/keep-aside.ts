import { cp, mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Context } from "../context.ts";
import { asOwnerOf } from "../files/as-owner.ts";
import { extensionFolder } from "../paths.ts";

/** Copies a folder that no archive of ours holds out of EXTENSIONS_DIR, before it goes; says where to. */
export async function keepAside({ paths, clock }: Context, name: string): Promise<string> {
	const folder = join(paths.home, "set-aside");
	const stamp = clock().toISOString().replace(/[:.]/g, "-");
	const kept = join(folder, `${name}-${stamp}`);
	await asOwnerOf(paths.home, async () => {
		await mkdir(folder, { recursive: true, mode: 0o700 });
		await cp(extensionFolder(paths, name), kept, {
			recursive: true,
			verbatimSymlinks: true,
			errorOnExist: true,
			force: false,
		});
	});
	return kept;
}
