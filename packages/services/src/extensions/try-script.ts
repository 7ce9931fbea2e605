import { randomUUID } from "node:crypto";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isProgram } from "@graft/core/archive/pack-tree";
import { unpackArchive } from "@graft/core/archive/unpack";
import { thisMachine } from "@graft/core/connections/this-machine";
import { GraftError } from "@graft/core/domain/errors";
import { findPlatform } from "@graft/core/platforms/places";
import type { Script, Scripts, ScriptVerdict } from "@graft/core/platforms/scripts";
import { retryBusy } from "@graft/database/retry-busy";
import * as z from "zod";
import { loadArchive } from "../catalogue/load-archive.ts";
import { type LoadedExtension, loadExtension } from "../catalogue/load-extension.ts";
import { type Call, type Context, parseInput } from "../context/context.ts";
import { archiveBytes, archiveRoot, extensionId } from "../context/input-parts.ts";
import { requireAdministrator } from "../context/require-administrator.ts";
import { argvWithoutRights } from "./without-rights.ts";

export const tryScriptInput = z.object({
	subject: z.union([
		z.strictObject({ id: extensionId }),
		z.strictObject({ bytes: archiveBytes, root: archiveRoot }),
	]),
	/** As its system names it; left out, the only one. */
	script: z.string().min(1).max(4096).optional(),
});

export interface TriedScript extends ScriptVerdict {
	readonly id: string;
	readonly script: string;
	readonly args: readonly string[];
	readonly code: number;
	/** What it wrote to standard error; data. */
	readonly stderr: string;
}

/**
 * Runs one script of an extension once, on this machine, and tells what its system would take of it. Whoever asks says yes to
 * that. Throws GraftError "usage" (no such script), "refused" (the archive, or it did not end in time).
 */
export async function tryScript({ ctx, input }: Call<typeof tryScriptInput>): Promise<TriedScript> {
	await requireAdministrator(ctx, "run a script of an extension");
	const { subject, script: named } = parseInput(tryScriptInput, input);
	const loaded =
		"id" in subject
			? await loadExtension(ctx, subject.id)
			: await loadArchive(ctx, subject.bytes, subject.root);
	const { scripts, script } = find(loaded, named);
	const { id } = loaded.extension;
	await note(ctx, `${id}/${script.path}`);
	const { code, stdout, stderr } = await runOnce(ctx, loaded, script);
	const verdict = scripts.judge(script, { code, stdout, stderr });
	return { id, script: script.path, args: script.args, code, stderr, ...verdict };
}

function find(
	{ extension, tree }: LoadedExtension,
	named: string | undefined,
): { readonly scripts: Scripts; readonly script: Script } {
	const { platform, id } = extension;
	const { scripts, name } = findPlatform(platform) ?? { name: platform, scripts: undefined };
	if (scripts === undefined)
		throw new GraftError("usage", `${name} runs no scripts of an extension: nothing can be tried.`);
	const all = scripts.list(tree);
	const [only] = all.length === 1 ? all : [];
	const text = named ?? only;
	const script = text === undefined ? null : scripts.find(tree, text);
	if (script !== null) return { scripts, script };
	throw new GraftError(
		"usage",
		named === undefined ? `${id} has several scripts.` : `${id} has no script ${named}.`,
		{ hint: `Name one of them: ${all.join(", ")}.` },
	);
}

/** In a folder of its own, as its host would: executable, and with all that lies beside it. */
async function runOnce(ctx: Context, { tree }: LoadedExtension, script: Script) {
	const folder = await mkdtemp(join(tmpdir(), "graft-try-"));
	const connection = await ctx.connect(thisMachine);
	const begun = performance.now();
	try {
		await unpackArchive(tree, folder);
		// The user without rights has to get in.
		await chmod(folder, 0o755);
		for (const { path, bytes } of tree.files.values())
			if (isProgram(bytes)) await chmod(join(folder, path), 0o755);
		const argv = argvWithoutRights([join(folder, script.path), ...script.args]);
		return await connection.run(argv, { timeoutMs: script.timeoutMs, signal: ctx.signal });
	} catch (error) {
		if (performance.now() - begun < script.timeoutMs || !(error instanceof GraftError)) throw error;
		throw new GraftError(
			"refused",
			`${script.path} did not end within ${script.timeoutMs / 1000} s: its host would end it, as was done here, and take nothing of it.`,
			{ hint: "Let it do less, or run less often.", cause: error },
		);
	} finally {
		await connection.close();
		await rm(folder, { recursive: true, force: true });
	}
}

async function note({ database, clock, actor }: Context, target: string): Promise<void> {
	const event = { id: randomUUID(), at: clock(), actor: actor.name };
	await retryBusy(() =>
		database.auditEvent.create({ data: { ...event, action: "try", target, detail: "" } }),
	);
}
