import { type FileHandle, open, rm, stat } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { GraftError } from "@graft/core/domain/errors";
import type { Context } from "@graft/services/context/context";
import { exportExtensionTables } from "@graft/services/tables/export-extension-tables";
import type { Session } from "../session/session.ts";
import { bytesText } from "../showing/bytes.ts";
import { oneLine } from "../showing/one-line.ts";

/**
 * Does `work` with a new file, that nobody else may read, for the tables of an extension: written when `work` comes to that,
 * whole and on the disk, or else not there. Throws GraftError "usage" before `work` where there can be no such file.
 */
export async function withExport(
	{ output }: Session,
	ctx: Context,
	asked: { readonly id: string; readonly accept?: string[] },
	path: string,
	work: (keep: NonNullable<Context["keepTables"]>) => Promise<unknown>,
): Promise<void> {
	const file = await open(path, "wx", 0o600).catch((error: unknown) => {
		throw explained(path, error);
	});
	let isWhole = false;
	try {
		const { stream } = await exportExtensionTables({ ctx, input: asked });
		await work(async (signal) => {
			await write(stream, file, signal).catch((error: unknown) => {
				throw explained(path, error);
			});
			isWhole = true;
			const { size } = await stat(path);
			output.note(`The tables are exported to ${oneLine(path)}, ${bytesText(size)}.`);
		});
	} finally {
		await file.close();
		if (!isWhole) await rm(path, { force: true });
	}
}

async function write(
	stream: AsyncIterable<Uint8Array>,
	file: FileHandle,
	signal: AbortSignal | undefined,
): Promise<void> {
	const options = signal === undefined ? {} : { signal };
	await pipeline(stream, file.createWriteStream({ flush: true }), options);
}

function explained(path: string, error: unknown): unknown {
	if (error instanceof GraftError || !(error instanceof Error)) return error;
	const { code, syscall } = error as NodeJS.ErrnoException;
	if (code === "ABORT_ERR")
		return new GraftError("refused", "The export was stopped; no table was dropped.");
	if (code === "EEXIST")
		return new GraftError("usage", `${path} is there already; nothing was removed.`, {
			hint: "Name a new file: an export overwrites none.",
		});
	if (syscall === undefined) return error;
	return new GraftError(
		"usage",
		`${path} cannot be written: ${error.message}. No table was dropped.`,
		{
			hint: "Name a file where this user may write and where there is room.",
			cause: error,
		},
	);
}
