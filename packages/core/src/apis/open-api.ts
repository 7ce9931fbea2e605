import { GraftError } from "../domain/errors.ts";
import { printable } from "../domain/printable.ts";
import type { Api, ApiRequest, SignIn } from "./api.ts";
import { type ApiAddress, parseApiUrl } from "./api-address.ts";
import { type Answer, ask } from "./ask.ts";

/** Of one request, in milliseconds. */
const patienceMs = 15_000;

/** Signs in. Throws GraftError: "usage" (the URL), "unreachable", "refused" (user or password). */
export async function openApi(url: string, signIn: SignIn): Promise<Api> {
	const address = parseApiUrl(url);
	const { label, user, password } = address;
	const answer = await request(address, {}, signIn.request(user, password));
	const headers = isDone(answer) ? signIn.headers(answer.value) : null;
	if (headers === null)
		throw new GraftError("refused", `${label} does not let us in: ${wordsOf(answer)}.`, {
			hint: "Check user and password, and whether the URL leads to the API itself.",
		});
	return new SignedIn(address, headers);
}

class SignedIn implements Api {
	readonly label: string;
	readonly user: string;
	readonly #address: ApiAddress;
	readonly #headers: Readonly<Record<string, string>>;

	constructor(address: ApiAddress, headers: Readonly<Record<string, string>>) {
		this.label = address.label;
		this.user = address.user;
		this.#address = address;
		this.#headers = headers;
	}

	read(path: string): Promise<unknown> {
		return this.#ask({ method: "GET", path });
	}

	send(asked: ApiRequest): Promise<unknown> {
		return this.#ask(asked);
	}

	async #ask(asked: ApiRequest | { readonly method: "GET"; readonly path: string }) {
		const answer = await request(this.#address, this.#headers, asked);
		if (isDone(answer)) return answer.value;
		const message = `${this.label} does not do ${asked.method} ${asked.path}: ${wordsOf(answer)}.`;
		// A server in front of it that gives up has not heard what came of it.
		const kind = answer.status >= 502 && answer.status <= 504 ? "unreachable" : "refused";
		throw new GraftError(kind, message, {
			hint: "Check what its user is allowed to do, and the API's own log.",
		});
	}
}

async function request(
	{ base, label }: ApiAddress,
	headers: Readonly<Record<string, string>>,
	{ method, path, ...more }: { method: string; path: string; body?: unknown },
): Promise<Answer> {
	const body = more.body === undefined ? undefined : JSON.stringify(more.body);
	try {
		return await ask(`${base}${path}`, { method, headers, body, patienceMs });
	} catch (cause) {
		throw new GraftError("unreachable", `${label} does not answer: ${reasonOf(cause)}.`, {
			...{ hint: "Check the URL, and whether this machine reaches it.", cause },
		});
	}
}

function isDone({ status }: Answer): boolean {
	return status >= 200 && status < 300;
}

/** As many systems say it, `{"error": …}`; else its beginning. */
function wordsOf({ status, value, text }: Answer): string {
	const said =
		typeof value === "object" && value !== null && "error" in value ? value.error : undefined;
	const words = typeof said === "string" ? said : text;
	const shown = printable(words.slice(0, 200).replace(/\s+/g, " ").trim()).replace(/\.$/, "");
	return shown === "" ? `it answers ${status}` : `it answers ${status}, ${shown}`;
}

function reasonOf(error: unknown): string {
	if (!(error instanceof Error)) return String(error);
	if (error.name === "TimeoutError") return `nothing came within ${patienceMs / 1000} s`;
	const { cause } = error;
	if (!(cause instanceof Error)) return error.message;
	return cause.message || ("code" in cause ? String(cause.code) : error.message);
}
