import { GraftError } from "@graft/core/domain/errors";
import type { Problem } from "@graft/core/domain/problem";
import { ocsCodes } from "@graft/core/platforms/ocs-inventory/codes";
import * as z from "zod";
import { type Call, parseInput } from "../context.ts";
import { lookAtDatabase } from "./look-at-database.ts";
import { findLink, type LinkSource } from "./stored-link.ts";

export const checkDatabaseInput = z.strictObject({});

export type DatabaseState = "usable" | "unusable" | "unreachable";

export interface DatabaseCheck {
	readonly linked: boolean;
	/** The rest is null where nothing is linked. */
	readonly label: string | null;
	readonly source: LinkSource | null;
	readonly state: DatabaseState | null;
	readonly serverVersion: string | null;
	/** GUI_VERSION of OCS's own settings. */
	readonly ocsVersion: number | null;
	readonly problems: readonly Problem[];
}

/** Looks at the database that is linked; changes nothing. Throws GraftError where the link itself cannot be read. */
export async function checkDatabase({
	ctx,
	input,
}: Call<typeof checkDatabaseInput>): Promise<DatabaseCheck> {
	parseInput(checkDatabaseInput, input);
	const link = await findLink(ctx);
	if (link === null) return { ...unknown, linked: false, label: null, source: null, state: null };
	const { url, ...told } = link;
	try {
		const { problems, ...versions } = await lookAtDatabase(url);
		const state = problems.length === 0 ? "usable" : "unusable";
		return { linked: true, ...told, state, ...versions, problems };
	} catch (error) {
		if (!(error instanceof GraftError)) throw error;
		const state = error.kind === "unreachable" ? "unreachable" : "unusable";
		return { ...unknown, linked: true, ...told, state, problems: [asProblem(error, state)] };
	}
}

const unknown = { serverVersion: null, ocsVersion: null, problems: [] };

function asProblem({ message, hint }: GraftError, state: DatabaseState): Problem {
	const code =
		state === "unreachable"
			? ocsCodes["ocs/database-unreachable"]
			: ocsCodes["ocs/database-refuses"];
	return { severity: "error", code, path: "", message, hint, part: "database" };
}
