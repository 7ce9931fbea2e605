import type { DatabaseConnection } from "../../../databases/database-connection.ts";
import type { Bundle } from "../../../domain/bundle.ts";
import type { Choice, PackedPackage } from "../../delivery.ts";
import { countAssigned } from "./assignments.ts";
import { count, placeholders, textOf } from "./cells.ts";
import { type Condition, conditionsOf, countByAgents, isMachine, runs } from "./machines.ts";
import { type DeployedPackage, readPackages } from "./packages.ts";
import { type DeploymentSettings, readDeploymentSettings } from "./settings.ts";

/** A package that should be there. */
export type WantedPackage = Omit<PackedPackage, "files" | "md5">;

export interface OlderPackage extends DeployedPackage {
	/** Rows that give it to chosen machines, and to anybody else. */
	readonly chosen: number;
	readonly others: number;
}

/** What OCS's tables say, as far as a deployment depends on it. */
export interface DeploymentFacts {
	readonly settings: DeploymentSettings;
	readonly conditions: readonly Condition[];
	/** Of this extension, wanted ones and others. */
	readonly standing: readonly DeployedPackage[];
	/** Others of this extension that the chosen machines are not to get any more. */
	readonly older: readonly OlderPackage[];
	/** Ids among the wanted that somebody else's package has. */
	readonly takenIds: readonly string[];
	/** Names that packages of other ids have. */
	readonly takenNames: readonly string[];
	/** Machines and groups that would get packages of others, were deployment on. */
	readonly othersWaiting: number;
	readonly machines: Awaited<ReturnType<typeof countByAgents>>;
	/** By the id of the wanted package. */
	readonly lacking: Readonly<Record<string, number>>;
}

/** Asks only. Throws GraftError "usage" for a choice that names what is not there. */
export async function lookAtDeployment(
	connection: DatabaseConnection,
	extensionId: string,
	choice: Choice,
	wanted: readonly WantedPackage[],
): Promise<DeploymentFacts> {
	const settings = await readDeploymentSettings(connection);
	const conditions = await conditionsOf(connection, choice);
	const standing = await readPackages(connection, extensionId);
	const available = await connection.query(
		"SELECT FILEID AS id, NAME AS name FROM download_available",
	);
	const ids = wanted.map(({ id }) => id);
	const own = new Set(standing.map(({ id }) => id));
	const others = available.filter((row) => !ids.includes(textOf(row.id)));
	const replaced = standing.filter((each) => !ids.includes(each.id) && isReplaced(each, wanted));
	return {
		settings,
		conditions,
		standing,
		older: await Promise.all(replaced.map((each) => lookAtOlder(connection, each, conditions))),
		takenIds: ids.filter((id) => !own.has(id) && available.some((row) => textOf(row.id) === id)),
		takenNames: others.map((row) => textOf(row.name)),
		othersWaiting: settings.enabled ? 0 : await countOthersWaiting(connection, standing),
		machines: await countByAgents(connection, conditions),
		lacking: Object.fromEntries(
			await Promise.all(
				wanted.map(async ({ id, agents }): Promise<[string, number]> => {
					const activation = standing.find((each) => each.id === id)?.activations[0]?.id ?? -1;
					return [id, await countLacking(connection, conditions, agents, activation)];
				}),
			),
		),
	};
}

/** Who is to lose the agent part is not to be given it either, also where nothing can take it off. */
function isReplaced({ marker }: DeployedPackage, wanted: readonly WantedPackage[]): boolean {
	return wanted.some(({ agents, purpose }) => agents === marker.agents || purpose === "uninstall");
}

async function countLacking(
	connection: DatabaseConnection,
	conditions: readonly Condition[],
	agents: Bundle["agents"],
	activation: number,
): Promise<number> {
	let lacking = 0;
	for (const condition of conditions) {
		const { sql, parameters } = runs(condition, agents);
		lacking += await count(
			connection,
			`SELECT COUNT(*) AS n FROM hardware h
			LEFT JOIN devices d ON d.HARDWARE_ID = h.ID AND d.NAME = 'DOWNLOAD' AND d.IVALUE = ?
			WHERE d.ID IS NULL AND ${sql}`,
			[activation, ...parameters],
		);
	}
	return lacking;
}

async function lookAtOlder(
	connection: DatabaseConnection,
	older: DeployedPackage,
	conditions: readonly Condition[],
): Promise<OlderPackage> {
	const chosen = await countAssigned(connection, [older], conditions);
	const all = await countAssigned(connection, [older], null);
	return { ...older, chosen, others: all - chosen };
}

function countOthersWaiting(
	connection: DatabaseConnection,
	own: readonly DeployedPackage[],
): Promise<number> {
	const ids = [-1, ...own.flatMap(({ activations }) => activations.map(({ id }) => id))];
	return count(
		connection,
		`SELECT COUNT(DISTINCT h.ID) AS n FROM devices d
		JOIN download_enable e ON e.ID = d.IVALUE
		JOIN hardware h ON h.ID = d.HARDWARE_ID
		WHERE d.NAME = 'DOWNLOAD' AND e.ID NOT IN (${placeholders(ids)})
			AND (d.TVALUE IS NULL OR d.TVALUE = 'NOTIFIED' OR NOT (${isMachine}))`,
		ids,
	);
}
