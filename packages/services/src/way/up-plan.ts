import { canonicalJson, sha256 } from "@graft/core/domain/hash";
import type { Problem } from "@graft/core/domain/problem";
import type { Delivery, DeploymentPlan } from "@graft/core/platforms/delivery";
import type { PlaceAdapter } from "@graft/core/platforms/place";
import { findPlatform } from "@graft/core/platforms/places";
import * as z from "zod";
import { loadArchive } from "../catalogue/load-archive.ts";
import { type LoadedExtension, loadExtension } from "../catalogue/load-extension.ts";
import { accept } from "../context/acceptance.ts";
import type { Context } from "../context/context.ts";
import { acceptedCodes, archiveBytes, archiveRoot, extensionId } from "../context/input-parts.ts";
import { serverAddress } from "../context/server-address.ts";
import { choice, downloads } from "../deliveries/deployment-input.ts";
import { subjectOf as packedSubject } from "../deliveries/pack-packages.ts";
import { lookByDelivery } from "../deliveries/with-delivery.ts";
import { activationOf } from "../extensions/activate-extension.ts";
import { withTables } from "../links/linked-tables.ts";
import { inKnownFolder } from "../servers/in-known-folder.ts";
import { planFrom } from "../servers/plan-server.ts";
import { sourceOf } from "../servers/server-work.ts";
import { prepareTables } from "../tables/change-tables.ts";
import {
	agentsPlanIn,
	type HandOverPlan,
	type ServerPlan,
	type Subject,
	type TablesPlan,
} from "./place-plan.ts";

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
	readonly format: 2;
	readonly subject: Subject;
	/** The archive is unpacked into extensions/ first. */
	readonly imports: boolean;
	/** Without a place for agents, they get nothing: nobody asked for it, or there is nothing for them. */
	readonly places: readonly (TablesPlan | ServerPlan | HandOverPlan)[];
	/** Of all places, without the warnings that were accepted. */
	readonly problems: readonly Problem[];
	/** Over the subject and the hashes of all places. */
	readonly hash: string;
}

export interface PreparedUp {
	readonly plan: UpPlan;
	readonly loaded: LoadedExtension;
}

interface Looked {
	readonly places: UpPlan["places"];
	readonly problems: readonly Problem[];
}

/** Looks at every place, and changes none. Throws GraftError where one of them cannot be looked at. */
export async function prepareUp(ctx: Context, asked: AskedUp): Promise<PreparedUp> {
	const loaded = await load(ctx, asked);
	const accepted = accept(loaded.problems, loaded.accepted, asked.accept);
	const known = { ...loaded, accepted };
	const looked: Looked[] = [];
	const platform = findPlatform(loaded.extension.platform);
	for (const place of platform?.places ?? []) looked.push(await lookAt(ctx, known, asked, place));
	looked.push(withoutNobody(platform?.delivery, await lookAtAgents(ctx, known, asked)));
	const places = looked.flatMap((each) => each.places);
	const forAgents = agentsPlanIn(places) !== null;
	const problems = [
		...loaded.problems.filter(({ part }) => part !== "agent" || forAgents),
		...looked.flatMap((each) => each.problems),
	];
	const codes = [...accepted, ...asked.accept];
	const open = problems.filter(
		({ severity, code }) => severity !== "warning" || !codes.includes(code),
	);
	const subject = subjectOf(loaded);
	const plan: UpPlan = {
		...{ format: 2, subject, imports: "bytes" in asked.subject, places },
		...{ problems: distinct(open), hash: hashOf(subject, places) },
	};
	return { plan, loaded };
}

function load(ctx: Context, { subject }: AskedUp): Promise<LoadedExtension> {
	return "id" in subject
		? loadExtension(ctx, subject.id)
		: loadArchive(ctx, subject.bytes, subject.root);
}

function subjectOf({ extension, content }: LoadedExtension): Subject {
	const { platform, id, version } = extension;
	return { platform, id, version, sha256: content };
}

function lookAt(
	ctx: Context,
	loaded: LoadedExtension,
	asked: AskedUp,
	place: PlaceAdapter,
): Promise<Looked> {
	switch (place.driver) {
		case "sql":
			return lookAtTables(ctx, loaded, asked, place.name);
		case "files":
			return lookAtServers(ctx, loaded, asked, place.name);
	}
}

/** Where all machines were meant, that none has a use for it yet keeps the rest of the way from nothing. */
function withoutNobody(delivery: Delivery | undefined, looked: DeploymentPlan | null): Looked {
	if (looked === null) return { places: [], problems: [] };
	const isNobody = (problem: Problem) => delivery?.isNobody(problem) === true;
	const places = [{ place: "agents", driver: "delivery", plan: looked }] as const;
	if (!looked.problems.some(isNobody)) return { places, problems: looked.problems };
	if (looked.choice.kind !== "all") {
		const hint = (each: Problem) => `${each.hint} To give agents nothing now: --no-deploy.`;
		const problems = looked.problems.map((each) =>
			isNobody(each) ? { ...each, hint: hint(each) } : each,
		);
		return { places, problems };
	}
	const told = looked.problems.filter(isNobody);
	return { places: [], problems: told.map((each) => ({ ...each, severity: "info" })) };
}

async function lookAtTables(
	ctx: Context,
	loaded: LoadedExtension,
	asked: AskedUp,
	place: string,
): Promise<Looked> {
	const change = activationOf(loaded, loaded.accepted, asked.accept);
	const plan = await withTables(ctx, loaded.extension.platform, (tables) =>
		prepareTables(ctx, tables, change),
	);
	return { places: [{ place, driver: "sql", plan }], problems: plan.problems };
}

async function lookAtServers(
	ctx: Context,
	loaded: LoadedExtension,
	{ servers, reload, accept: codes }: AskedUp,
	place: string,
): Promise<Looked> {
	// What it lacks in other places is what this very plan mends.
	const source = { ...sourceOf(loaded), loaded, elsewhere: [] };
	const plans = [];
	for (const named of servers) {
		const there = inKnownFolder(ctx, loaded.extension.id, named);
		const change = { ...there, goal: "present", reload, accept: codes } as const;
		plans.push(await planFrom(ctx, change, async () => source));
	}
	return {
		places: plans.map(({ plan }) => ({ place, driver: "files", plan })),
		problems: plans.flatMap(({ problems }) => problems),
	};
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
	const packed = await packedSubject(ctx, loaded, wish);
	const { plan } = await lookByDelivery(ctx, { platform, ...wish }, ({ delivery, tools }) =>
		delivery.prepare(tools, packed, wish),
	);
	return plan;
}

function hashOf(subject: Subject, places: UpPlan["places"]): string {
	const hashes = places.map(({ place, plan }) => ({ place, hash: plan.hash }));
	return sha256(canonicalJson({ subject, places: hashes }));
}

function distinct(problems: readonly Problem[]): readonly Problem[] {
	return [...new Map(problems.map((one) => [canonicalJson(one), one])).values()];
}
