import { posix } from "node:path";
import * as z from "zod";
import type { Receipt, Step } from "../domain/plan.ts";

/** What lies on a server is data: a path in it must be absolute and say where it leads. */
export const absolutePath = z
	.string()
	.max(4096)
	.refine((path) => path.startsWith("/") && path !== "/" && posix.normalize(path) === path)
	.refine((path) => !path.includes("\0"));

export const sha256Text = z.string().regex(/^[0-9a-f]{64}$/);

const platform = z.enum(["ocs-inventory", "panoptes"]);
const mode = z.int().min(0).max(0o777);
const argv = z.array(z.string()).min(1);

const step = z.discriminatedUnion("kind", [
	z.object({ kind: z.literal("make-folder"), target: absolutePath, mode, why: z.string() }),
	z.object({
		kind: z.literal("put-file"),
		target: absolutePath,
		sha256: sha256Text,
		bytes: z.int().min(0),
		mode,
		before: sha256Text.nullable(),
		staging: absolutePath,
		keep: absolutePath.nullable(),
		why: z.string(),
	}),
	z.object({
		kind: z.literal("remove-file"),
		target: absolutePath,
		before: sha256Text,
		staging: absolutePath,
		keep: absolutePath.nullable(),
		why: z.string(),
	}),
	z.object({ kind: z.literal("remove-folder"), target: absolutePath, why: z.string() }),
	z.object({
		kind: z.literal("check"),
		target: z.string(),
		argv,
		failed: z.string(),
		why: z.string(),
	}),
	z.object({
		kind: z.literal("reload"),
		target: z.string(),
		argv,
		start: argv,
		pidFile: absolutePath,
		log: absolutePath,
		expect: z.string(),
		deadlineMs: z.int().min(0),
		why: z.string(),
	}),
]) satisfies z.ZodType<Step>;

export const steps = z.array(step);

export const receipt = z.object({
	format: z.literal(1),
	platform,
	extension: z.object({ id: z.string().min(1), version: z.string() }),
	planHash: sha256Text,
	actor: z.string(),
	at: z.string(),
	files: z.array(z.object({ path: absolutePath, sha256: sha256Text, staging: absolutePath })),
	folders: z.array(absolutePath),
}) satisfies z.ZodType<Receipt>;
