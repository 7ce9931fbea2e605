import { createHash, randomBytes } from "node:crypto";
import { mkdir, open, readdir, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { GraftError } from "@graft/core/domain/errors";

/** Where uploads lie, and what time it is: a context is one. */
export interface UploadPlace {
	readonly paths: { readonly home: string };
	readonly clock: () => Date;
}

/** An archive between its review and its import. */
export interface Upload {
	readonly id: string;
	/** Hex, of the bytes that were reviewed. */
	readonly sha256: string;
}

/** How long a person may think about a review. */
const lifetimeMs = 60 * 60 * 1000;

export const uploadId = /^[0-9a-f]{32}$/;

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

const folderOf = ({ paths }: UploadPlace): string => join(paths.home, "staging", "uploads");

/** Holds the session, so that nobody reaches another's upload, whatever id they send. */
function pathOf(place: UploadPlace, sessionId: string, id: string): string {
	return join(folderOf(place), `${sha256(sessionId).slice(0, 16)}-${id}.zip`);
}

/** `sha256` is that of `bytes`: it was told by whoever read them. */
export async function keepUpload(
	place: UploadPlace,
	sessionId: string,
	bytes: Uint8Array,
	sha256: string,
): Promise<Upload> {
	await mkdir(folderOf(place), { recursive: true, mode: 0o700 });
	const id = randomBytes(16).toString("hex");
	await writeFile(pathOf(place, sessionId, id), bytes, { mode: 0o600, flag: "wx" });
	return { id, sha256 };
}

/** 0 where it is gone. */
export async function uploadBytes(
	place: UploadPlace,
	sessionId: string,
	{ id }: Upload,
): Promise<number> {
	return (await stat(pathOf(place, sessionId, id)).catch(() => undefined))?.size ?? 0;
}

/** The very bytes that were reviewed, in `memory`, or a refusal. */
export async function readUpload(
	place: UploadPlace,
	sessionId: string,
	upload: Upload,
	memory: Uint8Array,
): Promise<Uint8Array> {
	const bytes = await readHashed(pathOf(place, sessionId, upload.id), upload.sha256, memory);
	if (bytes !== undefined) return bytes;
	throw new GraftError("refused", "The archive that you reviewed is no longer there.", {
		hint: "Reviews are kept for an hour. Upload the archive again.",
	});
}

/** Piece by piece, so that others are answered meanwhile; undefined where it is gone, or another one. */
async function readHashed(
	path: string,
	expected: string,
	memory: Uint8Array,
): Promise<Uint8Array | undefined> {
	const handle = await open(path).catch((error: NodeJS.ErrnoException) => {
		if (error.code === "ENOENT") return undefined;
		throw error;
	});
	if (handle === undefined) return undefined;
	const hash = createHash("sha256");
	let length = 0;
	for await (const chunk of handle.createReadStream({ highWaterMark: 1 << 20 })) {
		if (length + chunk.length > memory.length) return undefined;
		hash.update(chunk);
		memory.set(chunk, length);
		length += chunk.length;
	}
	return hash.digest("hex") === expected ? memory.subarray(0, length) : undefined;
}

export async function dropUpload(place: UploadPlace, sessionId: string, id: string): Promise<void> {
	await rm(pathOf(place, sessionId, id), { force: true });
}

/** Takes away what nobody came back for. */
export async function sweepUploads(place: UploadPlace): Promise<void> {
	const folder = folderOf(place);
	await mkdir(folder, { recursive: true, mode: 0o700 });
	const oldest = place.clock().getTime() - lifetimeMs;
	for (const name of await readdir(folder)) {
		const path = join(folder, name);
		const found = await stat(path).catch(() => undefined);
		if (found !== undefined && found.mtimeMs < oldest) await rm(path, { force: true });
	}
}
