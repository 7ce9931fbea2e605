/**
 * Where a server is and how to get in; each transport takes what it has a use for. Plain data; holds secrets, so it is
 * never stored or logged as it is.
 */
export interface ServerTarget {
	/** As one of transports.ts reads it. */
	readonly address: string;
	/** A private key on this machine; left out, the agent's keys and the user's usual ones are tried. */
	readonly identityFile?: string | undefined;
	readonly passphrase?: string | undefined;
	/** For password and keyboard-interactive. */
	readonly password?: string | undefined;
	/** `ssh://user@host:port` to go through; let in by the same keys, never by the password. */
	readonly jump?: string | undefined;
	/** Do everything as root, through sudo. */
	readonly sudo?: boolean | undefined;
	readonly sudoPassword?: string | undefined;
	/** `SHA256:…`: the only host key that is taken; where it is not known yet, it is accepted and kept. */
	readonly expectedHostKey?: string | undefined;
}

export interface ConnectionOptions {
	/** `stateFolder` of the local connection: absolute. */
	readonly stateFolder: string;
	/** A known_hosts file of ours: looked into first, and the only one that accepted keys are added to. */
	readonly knownHosts: string;
	/** Adds an accepted key there; left out, `write` is simply called. */
	readonly keepHostKey?: ((write: () => Promise<void>) => Promise<void>) | undefined;
	/** Whose `.ssh` folder gives further known hosts and the usual keys; default: the home of who runs this. */
	readonly userHome?: string | undefined;
	/** Socket of an ssh-agent (SSH_AUTH_SOCK). */
	readonly agent?: string | undefined;
	/** Asked about a host key that nobody knows yet; left out, such a server is refused. Never asked about a changed one. */
	readonly confirmHostKey?:
		| ((fingerprint: string, keyType: string, address: string) => Promise<boolean>)
		| undefined;
	/** For one attempt to connect and sign in; default 20 s. */
	readonly timeoutMs?: number | undefined;
}
