import { pipeline, Readable } from "node:stream";
import { createGzip } from "node:zlib";
import { exportTables } from "@graft/core/databases/export-tables";
import { GraftError } from "@graft/core/domain/errors";
import type { DatabaseLink } from "@graft/core/platforms/place";
import { findPlatform, sqlPlaceOf } from "@graft/core/platforms/places";
import * as z from "zod";
import { knownExtension } from "../catalogue/known-extension.ts";
import { type Call, type Context, parseInput } from "../context/context.ts";
import { acceptedCodes, extensionId } from "../context/input-parts.ts";
import { requireAdministrator } from "../context/require-administrator.ts";
import { openLinked, withLink } from "../links/with-link.ts";
import { tablesToDrop } from "./tables-to-drop.ts";

export const exportExtensionTablesInput = z.object({ id: extensionId, accept: acceptedCodes });

export interface ExportedTables {
	readonly fileName: string;
	/** SQL text, by gzip. Whole only where it ends without an error; the connection ends with it. */
	readonly stream: AsyncIterable<Uint8Array>;
}

/** The tables that would go with an extension, with all their rows, for the mariadb client. Throws GraftError where it has none. */
export async function exportExtensionTables({
	ctx,
	input,
}: Call<typeof exportExtensionTablesInput>): Promise<ExportedTables> {
	await requireAdministrator(ctx, "export the tables of an extension");
	const { id, accept } = parseInput(exportExtensionTablesInput, input);
	const { extension } = await knownExtension(ctx, id);
	const place = sqlPlaceOf(findPlatform(extension?.platform));
	if (extension === null || place === undefined) throw noTables(id);
	const { link } = place;
	const tables = await withLink(ctx, link, (connection) =>
		tablesToDrop(ctx, { platform: extension.platform, place, connection }, extension, accept),
	);
	if (tables.length === 0) throw noTables(id, link);
	const at = ctx.clock().toISOString();
	const heading = [`Tables of ${id} ${extension.version}, as they were at ${at}.`];
	return {
		fileName: `${id}-tables-${at.slice(0, 19).replace(/[-:]/g, "").replace("T", "-")}.sql.gz`,
		stream: compressed(sqlOf(ctx, link, tables, heading)),
	};
}

async function* compressed(sql: AsyncIterable<string>): AsyncGenerator<Uint8Array> {
	// The iteration tells the failure.
	yield* pipeline(Readable.from(sql), createGzip(), () => undefined);
}

/** A session of its own, opened only when somebody begins to read. */
async function* sqlOf(
	ctx: Context,
	link: DatabaseLink,
	tables: readonly string[],
	heading: readonly string[],
) {
	const connection = await openLinked(ctx, link);
	try {
		yield* exportTables(connection, tables, [...heading, `From ${connection.label}.`]);
	} finally {
		await connection.close();
	}
}

function noTables(id: string, link?: DatabaseLink): GraftError {
	const where = link === undefined ? "" : ` in ${link.name}`;
	return new GraftError("refused", `${id} has no tables${where}: nothing to export.`, {
		hint: "Only what its own statements made can be exported.",
	});
}
