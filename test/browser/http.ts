import { request } from "node:http";

export interface Answer {
	readonly status: number;
	readonly headers: Record<string, string | string[] | undefined>;
	readonly text: string;
}

interface Question {
	readonly url: string;
	readonly method?: string;
	readonly headers?: Record<string, string>;
	readonly body?: string | Uint8Array;
}

/** An HTTP request as somebody who means harm would write it: any header, Host and Origin too. */
export function ask({ url, method = "GET", headers = {}, body }: Question): Promise<Answer> {
	return new Promise((resolve, reject) => {
		const length = body === undefined ? {} : { "content-length": String(Buffer.byteLength(body)) };
		const sent = request(url, { method, headers: { ...length, ...headers } }, (response) => {
			const chunks: Buffer[] = [];
			response.on("data", (chunk: Buffer) => chunks.push(chunk));
			response.on("error", reject);
			response.on("end", () =>
				resolve({
					status: response.statusCode ?? 0,
					headers: response.headers,
					text: Buffer.concat(chunks).toString(),
				}),
			);
		});
		sent.on("error", reject);
		sent.end(body);
	});
}
