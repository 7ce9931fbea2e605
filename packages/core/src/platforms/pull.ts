/** How the machines of a system are told to fetch what is there for them, each over HTTP and without a password. */
export interface Pull {
	/** Where a machine is named without a port. */
	readonly port: number;
	/** Has it fetch; by GET, and answered once that is over. */
	readonly path: string;
	/** Has it leave what was changed there by hand; asked only of a machine that is `changed`. */
	readonly resetPath: string;
	/** By what it answers to either. */
	judge(body: string): PullVerdict;
}

/** `changed`: somebody changed by hand what it has, and it fetches nothing over that. */
export type PullVerdict = "done" | "changed" | "failed";
