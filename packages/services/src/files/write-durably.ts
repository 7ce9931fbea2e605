import { open } from "node:fs/promises";

/** Writes a file that is whole on the disk before this returns. Fails where it is there already. */
export async function writeDurably(path: string, bytes: Uint8Array, mode: number): Promise<void> {
	const handle = await open(path, "wx", mode);
	try {
		await handle.writeFile(bytes);
		await handle.sync();
	} finally {
		await handle.close();
	}
}
