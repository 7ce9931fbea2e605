import type { DatabasePlan } from "@graft/core/domain/database-plan";
import { canonicalJson, sha256 } from "@graft/core/domain/hash";
import type { Plan } from "@graft/core/domain/plan";
import type { Problem } from "@graft/core/domain/problem";
import type { DeploymentPlan } from "@graft/core/platforms/delivery";
import { findPlatform, sqlPlaceOf } from "@graft/core/platforms/places";
import * as z from "zod";
import type { Context } from "../context.ts";
import { choice, downloads } from "../deliveries/deployment-input.ts";
import { subjectOf } from "../deliveries/pack-packages.ts";
import { lookByDelivery } from "../deliveries/with-delivery.ts";
import { accept } from "../extensions/acceptance.ts";
import { activationOf } from "../extensions/activate-extension.ts";
import { loadArchive } from "../extensions/load-archive.ts";
import { type LoadedExtension, loadExtension } from "../extensions/load-extension.ts";
import { acceptedCodes, archiveBytes, archiveRoot, extensionId } from "../input-parts.ts";
import { inKnownFolder } from "../servers/in-known-folder.ts";
import { planFrom } from "../servers/plan-server.ts";
import { serverAddress } from "../servers/server-address.ts";
import { sourceOf } from "../servers/server-work.ts";
import { prepareTables } from "../tables/change-tables.ts";
import { withTables } from "../tables/linked-tables.ts";

export const upInput = z.strictObject({
	/** What is here already, or an archive that is imported first. */
	subject: z.union([
		z.strictObject({ id: extensionId }),
		z.strictObject({ bytes: archiveBytes, fileName: z.string().max(255), root: archiveRoot }),
	]),
	accept: acceptedCodes,
	servers: z
		.array(z.strictObject({ server: serverAddress, serverDir: z.string().min(1).optional() }))
		.min(1),
	/** Without one, a server goes on as it runs, and its agents' data waits for the next reload. */
	reload: z.boolean().default(true),
	/** Left out, agents get nothing now. */
	deployment: z
		.strictObject({
			to: choice,
			...downloads,
			files: z.array(z.string().max(1024)).readonly().optional(),
			windowsPath: z.string().min(1).max(260).optional(),
		})
		.optional(),
});

export type AskedUp = z.output<typeof upInput>;

/** One plan over all places, in the order in which they are changed. */
export interface UpPlan {
	readonly format: 1;
	readonly extension: { readonly id: string; readonly version: string };
	/** The archive is unpacked into extensions/ first. */
	readonly imports: boolean;
	/** null for an extension that has to do with no database. */
	readonly database: DatabasePlan | null;
	readonly servers: readonly Plan[];
	/** null where agents get nothing, because nobody asked for it or there is nothing for them. */
	readonly deployment: DeploymentPlan | null;
	/** Of all places, without the warnings that were accepted. */
	readonly problems: readonly Problem[];
	/** Over the hashes of its parts, and all that the extension holds. */
	readonly hash: string;
}

export interface PreparedUp {
	readonly plan: UpPlan;
	readonly loaded: LoadedExtension;
}

/** Looks at every place, and changes none. Throws GraftError where one of them cannot be looked at. */
export async function prepareUp(ctx: Context, asked: AskedUp): Promise<PreparedUp> {
	const { subject } = asked;
	const loaded =
		"id" in subject
			? await loadExtension(ctx, subject.id)
			: await loadArchive(ctx, subject.bytes, subject.root);
	const { id, version, platform } = loaded.extension;
	const accepted = accept(loaded.problems, loaded.accepted, asked.accept);
	const known = { ...loaded, accepted };
	const hasTables = sqlPlaceOf(findPlatform(platform)) !== undefined;
	const database = hasTables ? await lookAtDatabase(ctx, known, asked) : null;
	const servers = await planServers(ctx, known, asked);
	const agents = withoutNobody(platform, await lookAtAgents(ctx, known, asked));
	const { deployment } = agents;
	const all = [
		...loaded.problems.filter(({ part }) => part !== "agent" || deployment !== null),
		...(database?.problems ?? []),
		...servers.flatMap(({ problems }) => problems),
		...agents.problems,
	];
	const codes = [...accepted, ...asked.accept];
	const open = all.filter(({ severity, code }) => severity !== "warning" || !codes.includes(code));
	const plan = {
		format: 1,
		extension: { id, version },
		imports: "bytes" in subject,
		database,
		servers: servers.map((each) => each.plan),
		deployment,
	} as const;
	return { plan: { ...plan, problems: distinct(open), hash: hashOf(plan, loaded) }, loaded };
}

/** Where all machines were meant, that none has a use for it yet keeps the rest of the way from nothing. */
function withoutNobody(
	platform: string,
	looked: DeploymentPlan | null,
): {
	readonly deployment: DeploymentPlan | null;
	readonly problems: readonly Problem[];
} {
	const isNobody = (problem: Problem) =>
		findPlatform(platform)?.delivery?.isNobody(problem) === true;
	if (looked === null || !looked.problems.some(isNobody))
		return { deployment: looked, problems: looked?.problems ?? [] };
	if (looked.choice.kind !== "all") {
		const hint = (each: Problem) => `${each.hint} To give agents nothing now: --no-deploy.`;
		const problems = looked.problems.map((each) =>
			isNobody(each) ? { ...each, hint: hint(each) } : each,
		);
		return { deployment: looked, problems };
	}
	const told = looked.problems.filter(isNobody);
	return { deployment: null, problems: told.map((each) => ({ ...each, severity: "info" })) };
}

function lookAtDatabase(ctx: Context, loaded: LoadedExtension, asked: AskedUp) {
	const change = activationOf(loaded, loaded.accepted, asked.accept);
	return withTables(ctx, loaded.extension.platform, (tables) => prepareTables(ctx, tables, change));
}

async function planServers(ctx: Context, loaded: LoadedExtension, asked: AskedUp) {
	const { servers, reload, accept: codes } = asked;
	// What it lacks in other places is what this very plan mends.
	const source = { ...sourceOf(loaded), loaded, elsewhere: [] };
	const plans = [];
	for (const place of servers) {
		const there = inKnownFolder(ctx, loaded.extension.id, place);
		const change = { ...there, goal: "present", reload, accept: codes } as const;
		plans.push(await planFrom(ctx, change, async () => source));
	}
	return plans;
}

async function lookAtAgents(
	ctx: Context,
	loaded: LoadedExtension,
	{ deployment }: AskedUp,
): Promise<DeploymentPlan | null> {
	const { platform, parts } = loaded.extension;
	const { windows, unix } = parts.agents;
	const isDelivered = findPlatform(platform)?.delivery !== undefined;
	if (!isDelivered || deployment === undefined || windows.length + unix.length === 0) return null;
	const wish = { ...deployment, purpose: "install" } as const;
	const subject = await subjectOf(ctx, loaded, wish);
	const { plan } = await lookByDelivery(ctx, { platform, ...wish }, ({ delivery, tools }) =>
		delivery.prepare(tools, subject, wish),
	);
	return plan;
}

function hashOf(
	{ extension, database, servers, deployment }: Omit<UpPlan, "hash" | "problems">,
	{ content }: LoadedExtension,
): string {
	const hashes = [database, ...servers, deployment].map((part) => part?.hash ?? null);
	return sha256(canonicalJson({ extension, content, hashes }));
}

function distinct(problems: readonly Problem[]): readonly Problem[] {
	return [...new Map(problems.map((one) => [canonicalJson(one), one])).values()];
}
