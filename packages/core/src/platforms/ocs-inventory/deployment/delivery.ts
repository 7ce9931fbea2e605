import type { Delivery } from "../../delivery.ts";
import { ocsCodes } from "../codes.ts";
import { countAssigned } from "./assignments.ts";
import { deliver } from "./deliver.ts";
import { inTransaction } from "./in-transaction.ts";
import { isError } from "./machine-state.ts";
import { conditionsOfNames } from "./machines.ts";
import { readPackages } from "./packages.ts";
import { type PreparedDeployment, prepare } from "./prepare.ts";
import { readProgress } from "./read-progress.ts";
import { withdraw } from "./withdraw.ts";
import { retryPackages } from "./write-rows.ts";

/** OCS's own deployment: packages in its tables, files where its web server serves them (docs/ocs-deployment.md). */
export const delivery: Delivery = {
	prepare,
	// What it is given is what its own `prepare` gave.
	deliver: (tools, subject, work) =>
		deliver(tools, subject, { ...work, prepared: work.prepared as PreparedDeployment }),
	has: async (database, id) => (await readPackages(database, id)).length > 0,
	async list(database, { extensionId, limit }) {
		const packages = await readPackages(database, extensionId);
		const found = [];
		for (const each of packages.filter(({ deleted }) => !deleted)) {
			const { id, marker, name } = each;
			const progress = await readProgress(database, each, limit);
			found.push({ ...marker, package: id, name, ...progress });
		}
		return found;
	},
	async retry(database, { extensionId, machines, dryRun }) {
		const conditions = await conditionsOfNames(database, machines);
		const packages = await readPackages(database, extensionId);
		return dryRun
			? countAssigned(database, packages, conditions, isError)
			: inTransaction(database, () => retryPackages(database, packages, conditions));
	},
	withdraw,
	isNobody: ({ code }) => code === ocsCodes["ocs/deployment-nobody"],
};
