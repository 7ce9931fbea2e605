import { open, rm, stat } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { GraftError } from "@graft/core/domain/errors";
import type { Context } from "@graft/services/context/context";
import { exportExtensionTables } from "@graft/services/tables/export-extension-tables";
import { bytesText } from "./render/bytes.ts";
import { oneLine } from "./render/one-line.ts";
import type { Session } from "./session.ts";

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Writes the tables of an extension to a new file that nobody else may read: there whole and on the disk, or not at all. */
export async function writeExport(
	{ output }: Session,
	ctx: Context,
	asked: { readonly id: string; readonly accept?: string[] },
	path: string,
): Promise<void> {
	const file = await open(path, "wx", 0o600).catch((error: unknown) => {
		throw explained(path, error);
	});
	const stopping = new AbortController();
	const stop = () => stopping.abort();
	for (const signal of signals) process.on(signal, stop);
	try {
		const { stream } = await exportExtensionTables({ ctx, input: asked });
		const { signal } = stopping;
		await pipeline(stream, file.createWriteStream({ flush: true }), { signal });
	} catch (error) {
		await file.close();
		await rm(path, { force: true });
		throw explained(path, error);
	} finally {
		for (const signal of signals) process.off(signal, stop);
	}
	const { size } = await stat(path);
	output.note(`The tables are exported to ${oneLine(path)}, ${bytesText(size)}.`);
}

function explained(path: string, error: unknown): unknown {
	if (error instanceof GraftError || !(error instanceof Error)) return error;
	const { code, syscall } = error as NodeJS.ErrnoException;
	if (code === "ABORT_ERR")
		return new GraftError("refused", "The export was stopped; nothing was removed.");
	if (code === "EEXIST")
		return new GraftError("usage", `${path} is there already; nothing was removed.`, {
			hint: "Name a new file: an export overwrites none.",
		});
	if (syscall === undefined) return error;
	return new GraftError(
		"usage",
		`${path} cannot be written: ${error.message}. Nothing was removed.`,
		{
			hint: "Name a file where this user may write and where there is room.",
			cause: error,
		},
	);
}
