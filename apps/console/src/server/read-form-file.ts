import { Readable } from "node:stream";
import type { ReadableStream } from "node:stream/web";
import { GraftError } from "@graft/core/domain/errors";
import busboy from "busboy";

export interface FormFile {
	readonly name: string;
	readonly bytes: Uint8Array<ArrayBuffer>;
}

const noFile = (): GraftError =>
	new GraftError("usage", "The upload holds no file.", { hint: "Choose a zip file." });

const brokenOff = (): GraftError =>
	new GraftError("usage", "The upload broke off before its end.", { hint: "Upload it again." });

const tooLarge = (limit: number): GraftError =>
	new GraftError("refused", `The archive is larger than ${limit >> 20} MiB.`, {
		hint: "An extension is a few files; take out what does not belong to it.",
	});

/** The one file of a multipart form, in memory; refused as soon as it grows beyond `limit` bytes. */
export async function readFormFile(request: Request, limit: number): Promise<FormFile> {
	const type = request.headers.get("content-type") ?? "";
	if (request.body === null || !type.startsWith("multipart/form-data")) throw noFile();
	const source = Readable.fromWeb(request.body as ReadableStream);
	const form = busboy({
		headers: { "content-type": type },
		limits: { files: 1, fields: 0, fileSize: limit },
	});
	return new Promise((resolve, reject) => {
		let found: FormFile | undefined;
		const fail = (error: GraftError): void => {
			source.unpipe(form);
			source.destroy();
			reject(error);
		};
		form.on("file", (_field, stream, { filename }) => {
			const chunks: Buffer[] = [];
			stream.on("data", (chunk: Buffer) => chunks.push(chunk));
			stream.on("limit", () => fail(tooLarge(limit)));
			// The form reports a broken end to both; unheard here, it would end the whole console.
			stream.on("error", () => fail(brokenOff()));
			stream.on("end", () => {
				found = { name: filename ?? "", bytes: Buffer.concat(chunks) };
			});
		});
		form.on("close", () => (found === undefined ? reject(noFile()) : resolve(found)));
		form.on("error", () => fail(brokenOff()));
		source.on("error", () => reject(brokenOff()));
		source.pipe(form);
	});
}
