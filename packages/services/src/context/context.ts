import type { Connection } from "@graft/core/connections/connection";
import { GraftError } from "@graft/core/domain/errors";
import type { Progress } from "@graft/core/domain/progress";
import type { Repository } from "@graft/core/repositories/repository";
import type { Database } from "@graft/database/open-database";
import * as z from "zod";
import type { RunTask } from "../tasks/run-task.ts";
import type { CurrentOperation } from "./current-operation.ts";
import type { HeldLease } from "./held-lease.ts";
import type { KeptOperations } from "./kept-operations.ts";
import type { OperationQueue } from "./operation-queue.ts";
import type { Paths } from "./paths.ts";
import type { ServerAddress } from "./server-address.ts";

/** Everything that a verb needs from outside. */
export interface Context {
	readonly actor: Actor;
	readonly database: Database;
	readonly paths: Paths;
	/** Where operations wait for a runner, of whichever process. */
	readonly queue: OperationQueue;
	/** By the kind of link: a URL from the environment, with its password. It wins over a stored one, and is never stored. */
	readonly linkUrls: ReadonlyMap<string, string>;
	readonly clock: () => Date;
	/** How long operations that have ended are kept. */
	readonly keptOperations: KeptOperations;
	readonly connect: (server: ServerAddress) => Promise<Connection>;
	/** By its URL, with all that lets in; whoever opens it closes it. */
	readonly openRepository: (url: string) => Promise<Repository>;
	/** Reads and judges what others wrote. */
	readonly runTask: RunTask;
	/** What happens meanwhile, for whoever waits. */
	readonly report: (event: Progress) => void;
	/** Held by the work that this context is given to. */
	readonly leases?: readonly HeldLease[];
	/** What a runner does by this context: work that is an operation of its own elsewhere is a part of it. */
	readonly operation?: CurrentOperation;
	/** What is to be kept of an extension's tables, right before a removal changes the first thing in their database. */
	readonly keepTables?: (signal: AbortSignal | undefined) => Promise<void>;
	/** Somebody wants it to end; looked at between steps. */
	readonly signal?: AbortSignal;
}

/** Who asks. Only an administrator changes anything. */
export interface Actor {
	readonly name: string;
	readonly role: "administrator" | "viewer";
	/** Their account in the console. Left out: whoever is on the command line, by the rights of the machine. */
	readonly personId?: string;
}

/** What a verb is called with; its input is not trusted until it was parsed. */
export interface Call<Schema extends z.ZodType> {
	readonly ctx: Context;
	readonly input: z.input<Schema>;
}

/** Throws GraftError "usage" with everything that is wrong about `input`. */
export function parseInput<Schema extends z.ZodType>(
	schema: Schema,
	input: unknown,
): z.output<Schema> {
	const parsed = schema.safeParse(input);
	if (parsed.success) return parsed.data;
	throw new GraftError("usage", `This cannot be asked for: ${z.prettifyError(parsed.error)}`);
}
