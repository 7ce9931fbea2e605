import { readdir } from "node:fs/promises";
import { resolve } from "node:path";
import { unpackArchive } from "@graft/core/archive/unpack";
import { GraftError } from "@graft/core/domain/errors";
import { isReadable } from "@graft/core/domain/extension";
import type { Platform } from "@graft/core/platforms/platform";
import { platforms } from "@graft/core/platforms/registry";
import type { Starter } from "@graft/core/platforms/starter";
import { readExtension } from "@graft/core/reading/read-extension";
import { objectionTo, startedTree } from "@graft/core/reading/started-extension";
import * as z from "zod";
import { lookAround, readBeside } from "../catalogue/neighbours.ts";
import { type Call, parseInput } from "../context/context.ts";
import { requireAdministrator } from "../context/require-administrator.ts";
import { makeFolders } from "../files/make-folders.ts";

const word = z.string().max(255);

export const startExtensionInput = z.object({
	platform: word,
	name: word,
	/** A word each: columns, metrics. */
	collects: z.array(word).max(1000).readonly(),
	/** Where its files go: one that is not there yet, or is empty. */
	folder: z.string().min(1).max(4096),
	dryRun: z.boolean().default(false),
});

export interface StartedExtension {
	readonly platform: string;
	readonly id: string;
	readonly folder: string;
	/** Paths in it, in byte order. */
	readonly files: readonly string[];
	/** False for a dry run. */
	readonly written: boolean;
}

/**
 * Writes an extension to start from into a new folder; it has no problem beside what is here. Throws GraftError "usage" for
 * answers that would have one, "refused" where something is in the folder already.
 */
export async function startExtension({
	ctx,
	input,
}: Call<typeof startExtensionInput>): Promise<StartedExtension> {
	await requireAdministrator(ctx, "start an extension");
	const { platform, folder, dryRun, ...answers } = parseInput(startExtensionInput, input);
	const { starter } = startableBy(platform);
	const objection = objectionTo(starter, answers);
	if (objection !== undefined) throw new GraftError("usage", objection);
	const tree = startedTree(starter, answers);
	const { problems } = await readBeside(
		await lookAround(ctx),
		// Of one that a newer Graft stored nobody can tell what it has: no other word would help.
		(neighbours) => readExtension(tree, neighbours.filter(isReadable)),
		({ extension }) => extension,
	);
	// The last rules are about the host itself, and name the word that it would stumble on.
	const problem = problems.at(-1);
	if (problem !== undefined)
		throw new GraftError("usage", problem.message, { hint: "Choose another word." });
	await demandEmptyFolder(folder);
	if (!dryRun) {
		await makeFolders(resolve(folder));
		await unpackArchive(tree, folder);
	}
	return { platform, id: answers.name, folder, files: [...tree.files.keys()], written: !dryRun };
}

type Startable = Platform & { readonly starter: Starter };

/** The systems that an extension can be started for. */
export const startable: readonly Startable[] = platforms.flatMap((platform) =>
	platform.starter === undefined ? [] : [{ ...platform, starter: platform.starter }],
);

/** Throws GraftError "usage" naming those that there are. */
export function startableBy(id: string): Startable {
	const found = startable.find((platform) => platform.id === id);
	if (found !== undefined) return found;
	throw new GraftError("usage", `There is no system ${id} that an extension can be started for.`, {
		hint: `Those that there are: ${startable.map((platform) => platform.id).join(", ")}.`,
	});
}

/** Throws GraftError "refused" where something is there already. */
export async function demandEmptyFolder(path: string): Promise<void> {
	const there = await readdir(path).catch((error: NodeJS.ErrnoException) => {
		if (error.code === "ENOENT") return [];
		if (error.code === "ENOTDIR") return [path];
		throw error;
	});
	if (there.length === 0) return;
	throw new GraftError("refused", `${path} is there already, and is no empty folder.`, {
		hint: "Name another folder, or move away what is there.",
	});
}
