import type { Bundle } from "@graft/core/domain/bundle";
import { readPackages } from "@graft/core/platforms/ocs-inventory/deployment/packages";
import {
	type PackageProgress,
	readProgress,
} from "@graft/core/platforms/ocs-inventory/deployment/read-progress";
import * as z from "zod";
import { type Call, parseInput } from "../context.ts";
import { extensionId } from "../input-parts.ts";
import { packagesOf } from "./packages-of.ts";
import { withDatabase } from "./with-database.ts";

export const listDeploymentsInput = z.strictObject({
	/** Left out: of all extensions. */
	id: extensionId.optional(),
	/** How many machines of each package are named. */
	limit: z.int().min(0).max(100_000).default(1_000),
});

export interface Deployment extends PackageProgress {
	/** Of the extension. */
	readonly id: string;
	readonly version: string;
	/** Digits: its folder, and FILEID in OCS's tables. */
	readonly package: string;
	/** As OCS's console lists it. */
	readonly name: string;
	readonly agents: Bundle["agents"];
	/** What it does there. */
	readonly purpose: Bundle["purpose"];
}

/** Every package that Graft has given to OCS's deployment, and how far its machines are. */
export async function listDeployments({
	ctx,
	input,
}: Call<typeof listDeploymentsInput>): Promise<readonly Deployment[]> {
	const { id, limit } = parseInput(listDeploymentsInput, input);
	return withDatabase(ctx, async (database) => {
		const all =
			id === undefined ? await readPackages(database) : await packagesOf(ctx, database, id);
		const packages = all.filter(({ deleted }) => !deleted);
		const found: Deployment[] = [];
		for (const each of packages) {
			const { marker, name } = each;
			const progress = await readProgress(database, each, limit);
			found.push({ ...marker, package: each.id, name, ...progress });
		}
		return found;
	});
}
