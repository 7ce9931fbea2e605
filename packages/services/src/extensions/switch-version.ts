import { GraftError } from "@graft/core/domain/errors";
import { isRefused } from "@graft/core/domain/problem";
import { findManaged } from "@graft/database/quick-look";
import * as z from "zod";
import { readKeptAgain } from "../catalogue/archive-store.ts";
import { notFound } from "../catalogue/load-extension.ts";
import { lookAround, readBeside } from "../catalogue/neighbours.ts";
import { placeVersion } from "../catalogue/place-version.ts";
import { storedCodes } from "../catalogue/stored.ts";
import { storedExtension } from "../catalogue/stored-extension.ts";
import { accept, requireAccepted } from "../context/acceptance.ts";
import { type Call, type Context, parseInput } from "../context/context.ts";
import { acceptedCodes, extensionId, sha256Text } from "../context/input-parts.ts";
import { requireAdministrator } from "../context/require-administrator.ts";
import { settleProblems } from "../links/settle-problems.ts";
import { type Operation, type Outcome, runOperation } from "../running/run-operation.ts";

export const switchVersionInput = z.object({
	id: extensionId,
	sha256: sha256Text,
	accept: acceptedCodes,
});

/** Goes back, or forward, to a version whose archive is kept; an active extension stays active. */
export async function switchVersion({
	ctx,
	input,
}: Call<typeof switchVersionInput>): Promise<{ id: string; version: string; sha256: string }> {
	await requireAdministrator(ctx, "switch the version of an extension");
	const { id, sha256, accept: codes } = parseInput(switchVersionInput, input);
	const version = await runOperation(
		ctx,
		{ kind: "switch-version", extensionId: id },
		(operation) => switchAlone(ctx, operation, id, sha256, codes),
	);
	return { id, version, sha256 };
}

async function switchAlone(
	ctx: Context,
	operation: Operation,
	id: string,
	sha256: string,
	codes: readonly string[],
): Promise<Outcome<string>> {
	const row = findManaged(ctx.paths.databaseUrl, id);
	const known = await ctx.database.archive.findUnique({ where: { sha256 } });
	if (row === null) throw notFound(ctx, id);
	if (known?.extensionId !== id) {
		throw new GraftError("not-found", `No archive ${sha256} of ${id} is kept.`, {
			hint: "Look at its versions, or import that archive.",
		});
	}
	const { archive, reading } = await readBeside(
		await lookAround(ctx),
		(neighbours) => readKeptAgain(ctx, sha256, neighbours),
		(read) => read.reading.extension,
		storedExtension(known.extension),
	);
	const { extension, problems } = reading;
	if (extension === null || isRefused(problems)) {
		throw new GraftError("refused", `Version ${known.version} of ${id} can no longer be used.`, {
			hint: "Choose another version.",
			problems,
		});
	}
	const accepted = accept(problems, storedCodes(known.accepted), codes);
	if (row.active) {
		const what = `${id} is active; to replace it by version ${extension.version}`;
		const settled = await settleProblems(ctx, extension.platform, problems);
		requireAccepted(settled, accepted, ["web", "database"], what);
	}
	const { fileName } = known;
	const placed = { archive, extension, problems, accepted, fileName };
	const { writes } = await placeVersion(ctx, operation, placed, row);
	return {
		result: extension.version,
		summary: `Version ${row.archive.version} was replaced by ${extension.version}.`,
		before: row.archiveSha256,
		writes,
	};
}
