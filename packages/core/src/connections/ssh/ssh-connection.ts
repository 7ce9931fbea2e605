import { setTimeout as wait } from "node:timers/promises";
import type { Client, SFTPWrapper } from "ssh2";
import { GraftError } from "../../domain/errors.ts";
import type { Connection, RunOptions, RunResult } from "../connection.ts";
import { HostContents, worthACommand } from "./host-contents.ts";
import type { Lifeline } from "./lifeline.ts";
import { SftpFiles } from "./sftp-files.ts";
import { SftpSession } from "./sftp-session.ts";

type Run = (argv: readonly string[], options?: RunOptions) => Promise<RunResult>;

/** One server over SSH: files over SFTP, commands in channels of their own. */
export class SshConnection extends SftpFiles implements Connection {
	readonly label: string;
	readonly stateFolder: string;
	readonly #client: Client;
	readonly #lifeline: Lifeline;
	readonly #findShell: () => Promise<boolean>;
	readonly #run: Run;
	readonly #host: HostContents;
	#shell: Promise<boolean> | undefined;

	constructor(opened: {
		label: string;
		stateFolder: string;
		client: Client;
		sftp: SFTPWrapper;
		lifeline: Lifeline;
		findShell: () => Promise<boolean>;
		run: Run;
	}) {
		super(new SftpSession(opened.label, opened.client, opened.sftp, opened.lifeline));
		this.label = opened.label;
		this.stateFolder = opened.stateFolder;
		this.#client = opened.client;
		this.#lifeline = opened.lifeline;
		this.#findShell = opened.findShell;
		this.#run = opened.run;
		this.#host = new HostContents(opened.label, opened.run);
	}

	hasShell(): Promise<boolean> {
		this.#shell ??= this.#findShell();
		return this.#shell;
	}

	override async digest(path: string): Promise<string | null | undefined> {
		const found = await this.stat(path);
		if (found?.kind !== "file") return found && null;
		const told = (await this.#isForTheHost(found.bytes))
			? await this.#host.digest(path, found.bytes)
			: undefined;
		return told ?? this.digestOver(path, found.bytes);
	}

	protected override async copyAnew(
		from: string,
		to: string,
		mode: number,
		bytes: number,
	): Promise<void> {
		if (await this.#isForTheHost(bytes)) await this.#host.copy(from, to, mode, bytes);
		else await super.copyAnew(from, to, mode, bytes);
	}

	async #isForTheHost(bytes: number): Promise<boolean> {
		return bytes > worthACommand && (await this.hasShell());
	}

	async run(argv: readonly string[], options?: RunOptions): Promise<RunResult> {
		if (!(await this.hasShell())) {
			throw new GraftError(
				"refused",
				`${this.label}: the server gives no shell to run ${argv[0]}`,
				{
					hint: "It takes files only. Ask for an account with a shell.",
				},
			);
		}
		return this.#run(argv, options);
	}

	/** Says goodbye, and does not wait long for the answer. */
	async close(): Promise<void> {
		if (this.#lifeline.isCut) return;
		const gone = new Promise<void>((resolve) => this.#client.once("close", resolve));
		this.#client.end();
		await Promise.race([gone, wait(1_000, undefined, { ref: false })]);
		this.#lifeline.cut("the connection was closed");
	}
}
