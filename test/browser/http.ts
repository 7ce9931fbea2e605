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
	/** Another address of this machine to come from, such as 127.0.0.2. */
	readonly localAddress?: string;
}

/** An HTTP request as somebody who means harm would write it: any header, Host and Origin too. */
export function ask({
	url,
	method = "GET",
	headers = {},
	body,
	localAddress,
}: Question): Promise<Answer> {
	return new Promise((resolve, reject) => {
		const length = body === undefined ? {} : { "content-length": String(Buffer.byteLength(body)) };
		const sent = request(
			url,
			// A connection of its own: one that was kept may be closed by the other end just then.
			{
				agent: false,
				method,
				headers: { ...length, ...headers },
				...(localAddress && { localAddress }),
			},
			(response) => {
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
			},
		);
		sent.on("error", reject);
		sent.end(body);
	});
}
