import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type {
	AnyAuthMethod,
	AuthenticationType,
	AuthHandlerMiddleware,
	ParsedKey,
	Prompt,
} from "ssh2";
import ssh2 from "ssh2";
import { GraftError } from "../../domain/errors.ts";
import type { ServerTarget } from "../server-target.ts";

/** One way to sign in, with what it is called in messages. */
export interface WayIn {
	readonly told: string;
	readonly method: AnyAuthMethod;
}

export interface Keys {
	/** Socket of an ssh-agent. */
	readonly agent: string | undefined;
	/** Home whose `.ssh` has the usual keys. */
	readonly userHome: string;
}

/**
 * What can be offered to a server, what was named for it first. A key file that was named and cannot be used is a
 * GraftError "usage"; the usual ones are passed over when they are missing or locked.
 */
export async function waysIn(
	username: string,
	target: Pick<ServerTarget, "identityFile" | "passphrase" | "password">,
	{ agent, userHome }: Keys,
): Promise<readonly WayIn[]> {
	const { identityFile, passphrase, password } = target;
	const ways: WayIn[] = [];
	if (identityFile !== undefined) {
		ways.push(keyFile(username, identityFile, await namedKey(identityFile, passphrase)));
	}
	if (password !== undefined) ways.push(...passwordWays(username, password));
	// As with OpenSSH's IdentitiesOnly: who names a key means that one.
	if (identityFile !== undefined) return ways;
	if (agent !== undefined && agent !== "") {
		ways.push({ told: "the agent's keys", method: { type: "agent", username, agent } });
	}
	for (const name of ["id_ed25519", "id_ecdsa", "id_rsa"]) {
		const path = join(userHome, ".ssh", name);
		const bytes = await readFile(path).catch(() => undefined);
		const key = bytes && ssh2.utils.parseKey(bytes, passphrase);
		if (key !== undefined && !(key instanceof Error)) ways.push(keyFile(username, path, key));
	}
	return ways;
}

function keyFile(username: string, path: string, key: ParsedKey): WayIn {
	return { told: `the key ${path}`, method: { type: "publickey", username, key } };
}

async function namedKey(path: string, passphrase: string | undefined): Promise<ParsedKey> {
	const bytes = await readFile(path).catch((cause) => {
		throw new GraftError("usage", `The key file ${path} cannot be read: ${cause.message}`, {
			hint: "Name a private key that you may read.",
			cause,
		});
	});
	const key = ssh2.utils.parseKey(bytes, passphrase);
	if (key instanceof Error) {
		throw new GraftError("usage", `The key file ${path} cannot be used: ${key.message}`, {
			hint: "Give its passphrase, or name an OpenSSH or PEM private key.",
			// ssh2 tells a locked key from a broken one in its words alone.
			wants: /passphrase|bad decrypt|integrity check/i.test(key.message) ? "passphrase" : undefined,
			cause: key,
		});
	}
	if (!key.isPrivateKey()) {
		throw new GraftError("usage", `The key file ${path} holds a public key`, {
			hint: "Name the private key: the file without .pub.",
		});
	}
	return key;
}

function passwordWays(username: string, password: string): readonly WayIn[] {
	let asked = 0;
	const answer = (prompts: Prompt[], finish: (answers: string[]) => void) => {
		// Asked again means that it was wrong; saying it again would only count as another failure.
		const hidden = prompts.some((prompt) => prompt.echo !== true);
		const answers =
			hidden && asked++ > 0 ? [] : prompts.map((prompt) => (prompt.echo ? "" : password));
		finish(answers);
	};
	return [
		{ told: "the password", method: { type: "password", username, password } },
		{
			told: "the password, asked for by the server",
			method: {
				type: "keyboard-interactive",
				username,
				prompt: (_name, _instructions, _language, prompts, finish) => answer(prompts, finish),
			},
		},
	];
}

/**
 * Offers the ways one after the other, leaving out what the server says it does not take. One that was offered before
 * the server had said so comes again when its turn is (AuthenticationMethods publickey,password).
 */
export function offer(ways: readonly WayIn[], tried: (way: WayIn) => void): AuthHandlerMiddleware {
	const left = [...ways];
	let early: WayIn | undefined;
	return (taken: AuthenticationType[] | null, _partly, next) => {
		const allows = ({ method }: WayIn) => taken === null || taken.includes(typeAtServer(method));
		if (early !== undefined && !allows(early)) left.push(early);
		early = undefined;
		const at = left.findIndex(allows);
		const [way] = at < 0 ? [] : left.splice(at, 1);
		// ssh2 ends the attempt on `false`, which its types do not know.
		if (way === undefined) return next(false as unknown as AnyAuthMethod);
		if (taken === null) early = way;
		tried(way);
		next(way.method);
	};
}

function typeAtServer(method: AnyAuthMethod): AuthenticationType {
	return method.type === "agent" ? "publickey" : method.type;
}
