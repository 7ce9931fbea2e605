function post(path: string, body: object): Promise<Response | null> {
	return fetch(path, {
		method: "POST",
		headers: { "content-type": "application/json" },
		body: JSON.stringify(body),
	}).catch(() => null);
}

/** Opens a session; the cookie comes with the answer. Gives what to tell where it was refused. */
export async function signIn(email: string, password: string): Promise<string | null> {
	const response = await post("/api/auth/sign-in/email", { email, password });
	if (response?.ok) return null;
	if (response === null) return "The console did not answer. See whether Graft still runs.";
	if (response.status === 429)
		return "Too many wrong passwords for this account from here. Wait a quarter of an hour, then try again.";
	if (response.status === 403 && (await isDisabled(response))) {
		return "This account is disabled. Ask an administrator.";
	}
	if (response.status === 403) return "Open the console by the address that its terminal shows.";
	if (response.status >= 500)
		return "Something went wrong in Graft itself. Its terminal says more.";
	return "E-mail address or password is wrong.";
}

async function isDisabled(response: Response): Promise<boolean> {
	const answer: { code?: unknown } | null = await response.json().catch(() => null);
	return answer?.code === "BANNED_USER";
}

/** Opens a page as if for the first time: what the browser kept of an earlier session is forgotten. */
export function openAfresh(path: string): void {
	window.location.assign(path);
}

/** Ends the session. False where the console did not do it. */
export async function signOut(): Promise<boolean> {
	return (await post("/api/auth/sign-out", {}))?.ok ?? false;
}
