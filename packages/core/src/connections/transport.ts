import type { Connection } from "./connection.ts";
import type { ConnectionOptions, ServerTarget } from "./server-target.ts";

/** One way to reach a server. Another one is a folder beside `ssh` and a line in `transports.ts`. */
export interface Transport {
	/** How its addresses are written, for people: `ssh://user@host:port`. */
	readonly form: string;
	/** An address as such commands are shown with it, which somebody replaces by theirs: `ssh://user@host:22`. */
	readonly example: string;
	/** Where such a server is; begins a line, and ends "Is the server …?": "on this same machine". */
	readonly where: string;
	/** What it has a use for besides the address. */
	readonly takes: readonly (keyof ServerTarget)[];

	/** Whether an address is meant for it, well written or not. */
	claims(address: string): boolean;
	/** The one way to write an address, so that a server has one name: its connections' label. Throws GraftError "usage". */
	label(address: string): string;
	/** By which name other machines reach that server; null where it is this one. Throws GraftError "usage". */
	host(address: string): string | null;
	/** How install-plugin becomes root there: called by sudo itself, by its flag --sudo, or not at all. */
	becomesRoot(address: string): "called by sudo" | "by --sudo" | null;
	/** Asks a person for an address, and for what goes with it. */
	ask(person: Person): Promise<ServerTarget>;
	/** Throws GraftError: "usage", "host-key", "unreachable", "refused". */
	open(server: ServerTarget, options: ConnectionOptions): Promise<Connection>;
}

type Objection = string | undefined | Promise<string | undefined>;

/** Somebody who answers. */
export interface Person {
	/** `refuse` gives what is wrong with an answer, undefined where nothing is. */
	text(
		message: string,
		options?: { proposal?: string | undefined; refuse?: (answer: string) => Objection },
	): Promise<string>;
	/** Not shown while it is typed. */
	secret(message: string): Promise<string>;
	confirm(message: string, proposal: boolean): Promise<boolean>;
	choose<Value>(
		message: string,
		choices: readonly { readonly value: Value; readonly name: string }[],
	): Promise<Value>;
}
