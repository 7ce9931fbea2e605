import { createWriteStream } from "node:fs";
import { rm, stat } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { GraftError } from "@graft/core/domain/errors";
import type { Context } from "@graft/services/context";
import { exportExtensionTables } from "@graft/services/ocs-database/export-extension-tables";
import { bytesText } from "./render/bytes.ts";
import { oneLine } from "./render/one-line.ts";
import type { Session } from "./session.ts";

/** Writes the tables of an extension to a new file that nobody else may read: there whole and on the disk, or not at all. */
export async function writeExport(
	{ output }: Session,
	ctx: Context,
	id: string,
	path: string,
): Promise<void> {
	const { stream } = await exportExtensionTables({ ctx, input: { id } });
	const file = createWriteStream(path, { flags: "wx", mode: 0o600, flush: true });
	let isOurs = false;
	file.once("open", () => {
		isOurs = true;
	});
	const stopping = new AbortController();
	const stop = () => stopping.abort();
	process.on("SIGINT", stop).on("SIGTERM", stop).on("SIGHUP", stop);
	try {
		await pipeline(stream, file, { signal: stopping.signal });
	} catch (error) {
		if (isOurs) await rm(path, { force: true });
		throw explained(path, error);
	} finally {
		process.off("SIGINT", stop).off("SIGTERM", stop).off("SIGHUP", stop);
	}
	const { size } = await stat(path);
	output.note(`The tables are exported to ${oneLine(path)}, ${bytesText(size)}.`);
}

function explained(path: string, error: unknown): unknown {
	if (error instanceof GraftError || !(error instanceof Error)) return error;
	const { code } = error as NodeJS.ErrnoException;
	if (code === "ABORT_ERR")
		return new GraftError("refused", "The export was stopped; nothing was removed.");
	if (code === "EEXIST")
		return new GraftError("usage", `${path} is there already; nothing was removed.`, {
			hint: "Name a new file: an export overwrites none.",
		});
	if ((error as NodeJS.ErrnoException).syscall === undefined) return error;
	return new GraftError(
		"usage",
		`${path} cannot be written: ${error.message}. Nothing was removed.`,
		{
			hint: "Name a file where this user may write and where there is room.",
			cause: error,
		},
	);
}
