import { createHash, randomBytes } from "node:crypto";
import { mkdir, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
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

const sha256 = (bytes: string | Uint8Array): string =>
	createHash("sha256").update(bytes).digest("hex");

const folderOf = ({ paths }: UploadPlace): string => join(paths.home, "staging", "uploads");

/** Holds the session, so that nobody reaches another's upload, whatever id they send. */
function pathOf(place: UploadPlace, sessionId: string, id: string): string {
	return join(folderOf(place), `${sha256(sessionId).slice(0, 16)}-${id}.zip`);
}

export async function keepUpload(
	place: UploadPlace,
	sessionId: string,
	bytes: Uint8Array,
): Promise<Upload> {
	await mkdir(folderOf(place), { recursive: true, mode: 0o700 });
	const id = randomBytes(16).toString("hex");
	await writeFile(pathOf(place, sessionId, id), bytes, { mode: 0o600, flag: "wx" });
	return { id, sha256: sha256(bytes) };
}

/** The very bytes that were reviewed, or a refusal. */
export async function readUpload(
	place: UploadPlace,
	sessionId: string,
	upload: Upload,
): Promise<Uint8Array<ArrayBuffer>> {
	const bytes = await readFile(pathOf(place, sessionId, upload.id)).catch(
		(error: NodeJS.ErrnoException) => {
			if (error.code === "ENOENT") return undefined;
			throw error;
		},
	);
	if (bytes === undefined || sha256(bytes) !== upload.sha256) {
		throw new GraftError("refused", "The archive that you reviewed is no longer there.", {
			hint: "Reviews are kept for an hour. Upload the archive again.",
		});
	}
	return bytes;
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
