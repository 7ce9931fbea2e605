import { posix } from "node:path";
import * as z from "zod";
import type { Receipt } from "../../../domain/plan.ts";
import type { JournalStep } from "./journal.ts";

/** What lies on a server is data: a path in it must be absolute and say where it leads. */
export const absolutePath = z
	.string()
	.max(4096)
	.refine((path) => path.startsWith("/") && path !== "/" && posix.normalize(path) === path)
	.refine((path) => !path.includes("\0"));

export const sha256Text = z.string().regex(/^[0-9a-f]{64}$/);

/** Of whatever platform; whose it is, whoever reads it asks for. */
const platform = z.string().regex(/^[a-z][a-z0-9-]{0,63}$/);

/** What is not listed here is not read: no command ever comes from a server. */
export const journalStep = z.discriminatedUnion("kind", [
	z.object({ kind: z.literal("make-folder"), target: absolutePath }),
	z.object({
		kind: z.literal("put-file"),
		target: absolutePath,
		sha256: sha256Text,
		before: sha256Text.nullable(),
		staging: absolutePath,
	}),
	z.object({
		kind: z.literal("remove-file"),
		target: absolutePath,
		before: sha256Text,
		staging: absolutePath,
	}),
	z.object({ kind: z.literal("remove-folder"), target: absolutePath }),
	z.object({
		kind: z.literal("build"),
		target: absolutePath,
		before: sha256Text.nullable(),
		staging: absolutePath,
		rewrites: z.array(z.object({ path: absolutePath, before: sha256Text.nullable() })),
	}),
	z.object({ kind: z.literal("trial"), target: z.string() }),
	z.object({ kind: z.literal("check"), target: z.string() }),
	z.object({ kind: z.literal("reload"), target: z.string() }),
	z.object({ kind: z.literal("restart"), target: z.string() }),
]) satisfies z.ZodType<JournalStep>;

export const receipt = z.object({
	format: z.literal(1),
	platform,
	extension: z.object({ id: z.string().min(1), version: z.string() }),
	planHash: sha256Text,
	actor: z.string(),
	at: z.string(),
	files: z.array(z.object({ path: absolutePath, sha256: sha256Text, staging: absolutePath })),
	shared: z
		.array(z.object({ path: absolutePath, entry: z.string().max(65_536), staging: absolutePath }))
		.optional(),
	folders: z.array(absolutePath),
}) satisfies z.ZodType<Receipt>;
