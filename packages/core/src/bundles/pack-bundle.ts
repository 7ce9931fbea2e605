import { sha256 } from "../archive/sha256.ts";
import { writeZip } from "../archive/write-zip.ts";
import type { Bundle } from "../domain/bundle.ts";
import { writeTarGz } from "./write-tar-gz.ts";

export interface Packed {
	readonly fileName: string;
	readonly bytes: Uint8Array;
	/** Hex, of `bytes`. */
	readonly sha256: string;
}

/** The bundle as a plain download: byte for byte the same from the same files on every machine. */
export async function packBundle(bundle: Bundle): Promise<Packed> {
	const bytes = bundle.format === "zip" ? writeZip(bundle.files) : await writeTarGz(bundle.files);
	return { fileName: bundle.fileName, bytes, sha256: sha256(bytes) };
}
