/** Opens a session; the cookie comes with the answer. Gives what to tell where it was refused. */
export async function signIn(email: string, password: string): Promise<string | null> {
	const response = await fetch("/api/auth/sign-in/email", {
		method: "POST",
		headers: { "content-type": "application/json" },
		body: JSON.stringify({ email, password }),
	}).catch(() => null);
	if (response?.ok) return null;
	if (response === null) return "The console did not answer. See whether Graft still runs.";
	if (response.status === 429) return "Too many attempts. Wait a minute, then try again.";
	if (response.status === 403) return "Open the console by the address that its terminal shows.";
	if (response.status >= 500)
		return "Something went wrong in Graft itself. Its terminal says more.";
	return "E-mail address or password is wrong.";
}
