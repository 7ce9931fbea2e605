import type { ConsoleServer } from "./console-server.ts";
import { callAction, everyAction, outcomeOf } from "./entrances.ts";
import { type Answer, ask } from "./http.ts";
import { administrator } from "./pages.ts";

/** Makes the first administrator of a console, and gives the cookie of their session. */
export async function signedIn({ url, setupUrl }: ConsoleServer): Promise<string> {
	const origin = { origin: url };
	const token = new URL(setupUrl).searchParams.get("token");
	const create = everyAction("").find(({ name }) => name === "createFirstAdministrator");
	if (create === undefined) throw new Error("The console has no such action.");
	const made = await callAction(url, create, { ...administrator, token }, origin);
	if (outcomeOf(made) !== "done") throw new Error(`no administrator: ${made.text}`);
	const { email, password } = administrator;
	const { headers } = await ask({
		url: `${url}/api/auth/sign-in/email`,
		method: "POST",
		headers: { ...origin, "content-type": "application/json" },
		body: JSON.stringify({ email, password }),
	});
	return (headers["set-cookie"] as string[]).map((one) => one.split(";")[0]).join("; ");
}

/** An upload as a browser would send it. */
export interface Form {
	readonly type: string;
	readonly body: Uint8Array;
}

export async function formOf(zip: Uint8Array): Promise<Form> {
	const form = new FormData();
	form.append("archive", new File([new Uint8Array(zip)], "probe.zip"));
	const whole = new Request("http://form/", { method: "POST", body: form });
	const type = whole.headers.get("content-type") ?? "";
	return { type, body: new Uint8Array(await whole.arrayBuffer()) };
}

/** `id`: by which its page asks whether it waits. */
export function sendForm(
	{ url }: ConsoleServer,
	cookie: string,
	{ type, body }: Form,
	id?: string,
): Promise<Answer> {
	return ask({
		url: `${url}/api/uploads`,
		method: "POST",
		headers: {
			...{ origin: url, cookie, "content-type": type },
			...(id !== undefined && { "x-graft-upload": id }),
		},
		body,
	});
}
