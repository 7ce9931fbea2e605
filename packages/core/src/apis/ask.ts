export interface Answer {
	readonly status: number;
	/** As JSON says it; undefined for what is none. */
	readonly value: unknown;
	readonly text: string;
}

interface Question {
	readonly method: string;
	readonly headers?: Readonly<Record<string, string>>;
	/** JSON. */
	readonly body?: string | undefined;
	readonly patienceMs: number;
}

const mostBytes = 16 * 2 ** 20;

/** Throws whatever keeps it from an answer. A redirection is one: what lets in here is told to nobody else. */
export async function ask(url: string, question: Question): Promise<Answer> {
	const { method, headers = {}, body, patienceMs } = question;
	const type = body === undefined ? {} : { "content-type": "application/json" };
	const response = await fetch(url, {
		method,
		headers: { ...headers, ...type },
		redirect: "manual",
		...(body === undefined ? {} : { body }),
		signal: AbortSignal.timeout(patienceMs),
	});
	const text = await textOf(response);
	return { status: response.status, value: jsonIn(text), text };
}

async function textOf({ body }: Response): Promise<string> {
	const reader = body?.getReader();
	const parts: Uint8Array[] = [];
	let size = 0;
	for (;;) {
		const { done, value } = (await reader?.read()) ?? { done: true, value: undefined };
		if (done || value === undefined) return new TextDecoder().decode(Buffer.concat(parts));
		size += value.length;
		if (size > mostBytes) {
			await reader?.cancel();
			throw new Error(`the answer has over ${mostBytes / 2 ** 20} MiB`);
		}
		parts.push(value);
	}
}

function jsonIn(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
