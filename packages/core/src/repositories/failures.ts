import { GraftError } from "../domain/errors.ts";
import type { RepositoryAddress } from "./repository-address.ts";
import { lastWords } from "./run-git.ts";

const untrusted = /Host key verification failed|REMOTE HOST IDENTIFICATION HAS CHANGED/;
const letsNobodyIn =
	/Permission denied|Authentication failed|could not read (Username|Password)|returned error: 40[13]/;

/** What kept git from talking to the server of a repository, in words. */
export function failureOf({ label }: RepositoryAddress, stderr: string): GraftError {
	const words = lastWords(stderr);
	if (untrusted.test(stderr))
		return new GraftError(
			"host-key",
			/HAS CHANGED/.test(stderr)
				? `The host key of ${label} has changed.`
				: `The host key of ${label} is not known.`,
			{
				hint: "Ask whoever runs the server for the key's fingerprint, and add the key to ~/.ssh/known_hosts or to known_hosts in GRAFT_HOME. Nothing was sent to it.",
			},
		);
	if (letsNobodyIn.test(stderr))
		return new GraftError("unreachable", `${label} does not let us in: ${words}.`, {
			hint: "Over SSH, name a key that the server knows (?key=/path) or load it into an agent; over HTTP, put user and token into the URL.",
		});
	return new GraftError("unreachable", `${label} cannot be read: ${words}.`, {
		hint: "Check the URL, and whether git reaches it from this machine.",
	});
}
