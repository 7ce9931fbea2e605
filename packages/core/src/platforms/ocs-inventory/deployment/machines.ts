import type { Cell, DatabaseConnection, Row } from "../../../databases/database-connection.ts";
import type { Bundle } from "../../../domain/bundle.ts";
import { GraftError } from "../../../domain/errors.ts";
import type { Choice } from "../../delivery.ts";
import { placeholders, textOf } from "./cells.ts";

/** Part of a WHERE about `h` of `hardware`. */
export interface Condition {
	readonly sql: string;
	readonly parameters: readonly Cell[];
}

/** OCS keeps its groups as rows of `hardware` too. */
export const isMachine = "h.DEVICEID NOT IN ('_SYSTEMGROUP_', '_DOWNLOADGROUP_')";

const most = 500;

/**
 * Which of OCS's agents a machine runs, by the name of its system: NULL where that is not known, or where the agent takes no
 * packages (Android's).
 */
export const agentsOfMachine = `CASE
	WHEN h.OSNAME IS NULL OR h.OSNAME = '' OR LOWER(h.OSNAME) LIKE '%android%' THEN NULL
	WHEN LOWER(h.OSNAME) LIKE '%windows%' THEN 'windows'
	ELSE 'unix' END`;

/** With `agents`, only machines of that agent. */
export function runs(condition: Condition, agents: Bundle["agents"]): Condition {
	const { sql, parameters } = condition;
	return { sql: `${sql} AND ${agentsOfMachine} = ?`, parameters: [...parameters, agents] };
}

/** How many machines of each agent there are; `unknown` are those of none. */
export async function countByAgents(
	connection: DatabaseConnection,
	conditions: readonly Condition[],
): Promise<Readonly<Record<Bundle["agents"] | "unknown", number>>> {
	const counted = { unix: 0, windows: 0, unknown: 0 };
	for (const { sql, parameters } of conditions) {
		const rows = await connection.query(
			`SELECT ${agentsOfMachine} AS agents, COUNT(*) AS n FROM hardware h WHERE ${sql} GROUP BY 1`,
			parameters,
		);
		for (const { agents = null, n = 0 } of rows) {
			const name = textOf(agents);
			counted[name === "unix" || name === "windows" ? name : "unknown"] += Number(n);
		}
	}
	return counted;
}

/**
 * The conditions that choose these machines, each to be used on its own: a list of thousands would make one statement too
 * large. Throws GraftError "usage" with every name that is none or is not unique.
 */
export async function conditionsOf(
	connection: DatabaseConnection,
	choice: Choice,
): Promise<readonly Condition[]> {
	if (choice.kind === "all") return [{ sql: isMachine, parameters: [] }];
	if (choice.kind === "group") {
		const id = await findGroup(connection, choice.name);
		// 2 keeps a machine out that the group's own search would find.
		const members =
			"SELECT c.HARDWARE_ID FROM groups_cache c WHERE c.GROUP_ID = ? AND c.STATIC <> 2";
		return [{ sql: `${isMachine} AND h.ID IN (${members})`, parameters: [id] }];
	}
	const ids = await findMachines(connection, choice.names);
	return chunks(ids).map((some) => ({
		sql: `${isMachine} AND h.ID IN (${placeholders(some)})`,
		parameters: some,
	}));
}

async function findGroup(connection: DatabaseConnection, name: string): Promise<number> {
	const groups = await connection.query(
		"SELECT h.ID AS id, h.NAME AS name FROM hardware h WHERE h.DEVICEID = '_SYSTEMGROUP_' ORDER BY h.NAME",
	);
	const found = groups.filter((group) => same(textOf(group.name), name));
	const [only, ...others] = found;
	if (only !== undefined && others.length === 0) return Number(only.id);
	const known = groups.slice(0, 20).map((group) => textOf(group.name));
	throw new GraftError(
		"usage",
		only === undefined
			? `OCS has no group ${name}.`
			: `OCS has ${found.length} groups that are called ${name}.`,
		{
			hint:
				only !== undefined
					? "Give each a name of its own in OCS's console."
					: known.length === 0
						? "It has no groups at all."
						: `It has ${known.join(", ")}${groups.length > known.length ? " …" : ""}.`,
		},
	);
}

async function findMachines(
	connection: DatabaseConnection,
	names: readonly string[],
): Promise<number[]> {
	const rows: Row[] = [];
	for (const some of chunks(names)) {
		const list = placeholders(some);
		const sql = `SELECT h.ID AS id, h.NAME AS name, h.DEVICEID AS deviceId FROM hardware h
			WHERE ${isMachine} AND (h.NAME IN (${list}) OR h.DEVICEID IN (${list})) ORDER BY h.DEVICEID`;
		rows.push(...(await connection.query(sql, [...some, ...some])));
	}
	const wrong: string[] = [];
	const ids = new Set<number>();
	for (const name of names) {
		const byDeviceId = rows.filter((row) => same(textOf(row.deviceId), name));
		const found =
			byDeviceId.length > 0 ? byDeviceId : rows.filter((row) => same(textOf(row.name), name));
		const [only] = found;
		if (only !== undefined && found.length === 1) ids.add(Number(only.id));
		else if (only === undefined) wrong.push(`OCS knows no machine ${name}.`);
		else {
			const all = found.map((row) => textOf(row.deviceId));
			wrong.push(`Several machines are called ${name}: ${all.join(", ")}.`);
		}
	}
	if (wrong.length > 0) {
		throw new GraftError("usage", wrong.join(" "), {
			hint: "Name machines as OCS's console lists them; where several have one name, by their DEVICEID.",
		});
	}
	return [...ids];
}

/** As OCS's own columns compare. */
function same(one: string, other: string): boolean {
	return one.toLowerCase() === other.toLowerCase();
}

function chunks<T>(values: readonly T[]): T[][] {
	const count = Math.ceil(values.length / most);
	return Array.from({ length: count }, (_, at) => values.slice(at * most, (at + 1) * most));
}

/** null: whichever have a package. */
export async function conditionsOfNames(
	connection: DatabaseConnection,
	names: readonly string[] | undefined,
): Promise<readonly Condition[] | null> {
	return names === undefined ? null : conditionsOf(connection, { kind: "machines", names });
}
