import { Readable } from "node:stream";
import type { ReadableStream } from "node:stream/web";
import { GraftError } from "@graft/core/domain/errors";
import { sharedBytes } from "@graft/services/tasks/share-bytes";
import busboy from "busboy";

export interface FormFile {
	readonly name: string;
	/** In memory that workers see without a copy. */
	readonly bytes: Uint8Array;
}

const noFile = (): GraftError =>
	new GraftError("usage", "The upload holds no file.", { hint: "Choose a zip file." });

const brokenOff = (): GraftError =>
	new GraftError("usage", "The upload was interrupted.", { hint: "Upload it again." });

const tooLarge = (limit: number): GraftError =>
	new GraftError("refused", `The archive is larger than ${limit >> 20} MiB.`, {
		hint: "An extension is a few files. Remove what does not belong to it.",
	});

/** What a request will take of memory at most: what it declares, and the limit where it declares nothing. */
export function declaredBytes(request: Request, limit: number): number {
	const declared = Number(request.headers.get("content-length") ?? Number.NaN);
	return Number.isSafeInteger(declared) && declared >= 0 ? Math.min(declared, limit) : limit;
}

/** The one file of a multipart form, in `memory`; refused as soon as it grows beyond `limit` bytes. */
export async function readFormFile(
	request: Request,
	limit: number,
	memory: Uint8Array = sharedBytes(declaredBytes(request, limit)),
): Promise<FormFile> {
	const form = openForm(request.headers.get("content-type") ?? "", limit);
	if (request.body === null || form === undefined) throw noFile();
	const source = Readable.fromWeb(request.body as ReadableStream);
	return new Promise((resolve, reject) => {
		let found: FormFile | undefined;
		const fail = (error: GraftError): void => {
			source.unpipe(form);
			source.destroy();
			reject(error);
		};
		form.on("file", (_field, stream, { filename }) => {
			let length = 0;
			stream.on("data", (chunk: Buffer) => {
				const end = length + chunk.length;
				if (end > limit || end > memory.length) return fail(tooLarge(limit));
				memory.set(chunk, length);
				length = end;
			});
			// The form reports a broken end to both; unheard here, it would end the whole console.
			stream.on("error", () => fail(brokenOff()));
			stream.on("end", () => {
				found = { name: filename ?? "", bytes: memory.subarray(0, length) };
			});
		});
		form.on("close", () => (found === undefined ? reject(noFile()) : resolve(found)));
		form.on("error", () => fail(brokenOff()));
		source.on("error", () => reject(brokenOff()));
		source.pipe(form);
	});
}

/** undefined where the type is none of a form's, or names no boundary. */
function openForm(type: string, limit: number): busboy.Busboy | undefined {
	if (!/^multipart\/form-data\b/i.test(type)) return undefined;
	try {
		return busboy({
			headers: { "content-type": type },
			limits: { files: 1, fields: 0, fileSize: limit + 1 },
		});
	} catch {
		return undefined;
	}
}
