import { GraftError } from "@graft/core/domain/errors";
import type { Extension } from "@graft/core/domain/extension";
import type { Problem } from "@graft/core/domain/problem";
import type { readDatabaseState } from "@graft/core/drivers/sql/plan/read-database-state";
import { ocsCodes } from "@graft/core/platforms/ocs-inventory/codes";
import type { Context } from "../context.ts";
import { extensionCodes } from "../extensions/codes.ts";
import type { LoadedExtension } from "../extensions/load-extension.ts";
import { readTableOwners } from "../ocs-database/table-owners.ts";
import { whereLinked } from "../ocs-database/with-database.ts";

/**
 * What a server part lacks in other places: that the extension is active, and that its tables are there, for without
 * them the server answers 500 to every agent that sends its sections.
 */
export async function problemsElsewhere(
	ctx: Context,
	loaded: LoadedExtension,
	accepted: readonly string[],
): Promise<readonly Problem[]> {
	const { extension } = loaded;
	const isKnownActive = loaded.row?.active ?? false;
	try {
		const found = await lookAtTables(ctx, extension, accepted);
		if (found === null) return notActive(extension.id, isKnownActive);
		return [...lacking(extension, found.tables), ...notActive(extension.id, found.isActive)];
	} catch (error) {
		if (!(error instanceof GraftError)) throw error;
		return [unknown(extension, error), ...notActive(extension.id, isKnownActive)];
	}
}

/** An extension that is not active still works on a server: data arrives, and nobody sees it. */
export function notActive(id: string, isActive: boolean): readonly Problem[] {
	if (isActive) return [];
	return [
		{
			severity: "info",
			code: extensionCodes["extension/not-active"],
			path: "",
			message: `${id} is not active.`,
			hint: "Activate it too, so that what it collects can be seen.",
		},
	];
}

type Found = Awaited<ReturnType<typeof readDatabaseState>>;

/** null where no database has to do with it. */
function lookAtTables(ctx: Context, extension: Extension, accepted: readonly string[]) {
	return whereLinked(ctx, extension.platform, async (connection) => {
		if (connection === null) return null;
		const owners = (await readTableOwners(ctx, connection))(extension);
		const wish = { goal: "active", dropTables: false, extension, accepted } as const;
		const { state, tables } = await ctx.runTask("databaseState", connection, {
			...wish,
			...owners,
		});
		return { tables, isActive: state !== "missing" };
	});
}

function lacking({ id, parts }: Extension, tables: Found["tables"]): readonly Problem[] {
	const sections = new Set(parts.server.sections.map((section) => section.toLowerCase()));
	const written = tables.filter(({ table }) => sections.has(table.toLowerCase()));
	const reasons = written.flatMap(({ table, state }) => {
		if (state === "in-sync") return [];
		return state === "missing"
			? [`has no table ${table}`]
			: [`has ${table} not as this version wants it`];
	});
	if (reasons.length === 0) return [];
	return [
		{
			severity: "warning",
			code: ocsCodes["ocs/tables-missing"],
			path: "",
			message: `OCS's database ${reasons.join(", and ")}: the server would answer 500 to every agent that sends the section.`,
			hint: `Activate it first: install-plugin activate ${id}`,
			part: "server",
		},
	];
}

function unknown({ id }: Extension, { message }: GraftError): Problem {
	return {
		severity: "warning",
		code: ocsCodes["ocs/tables-unknown"],
		path: "",
		message: `Whether the tables of ${id} are there cannot be told. ${message}`,
		hint: "Where they are not, the server answers 500 to every agent that sends its sections. Look with install-plugin database check.",
		part: "server",
	};
}
