import { GraftError } from "@graft/core/domain/errors";
import { canonicalJson, sha256 } from "@graft/core/domain/hash";
import type { Problem } from "@graft/core/domain/problem";
import { findPlatform, httpPlaceOf } from "@graft/core/platforms/places";
import type { Platform } from "@graft/core/platforms/platform";
import { findManaged } from "@graft/database/quick-look";
import { loadArchive } from "../catalogue/load-archive.ts";
import { type LoadedExtension, loadExtension } from "../catalogue/load-extension.ts";
import { storedExtension } from "../catalogue/stored-extension.ts";
import { accept } from "../context/acceptance.ts";
import type { Context } from "../context/context.ts";
import type { AskedUp, NamedServer } from "./asked-up.ts";
import { agentsPlanIn, folderPlanIn, type Subject, type UpPlace } from "./place-plan.ts";
import { type Looked, lookAt, lookAtAgents, withoutNobody } from "./up-looks.ts";

/** One plan over all places, in the order in which they are changed. */
export interface UpPlan {
	readonly format: 2;
	readonly subject: Subject;
	/** The archive is unpacked into extensions/ first. */
	readonly imports: boolean;
	/** Without a place for agents, they get nothing: nobody asked for it, or there is nothing for them. */
	readonly places: readonly UpPlace[];
	/** Of all places, without the warnings that were accepted. */
	readonly problems: readonly Problem[];
	/** Over the subject and the hashes of all places. */
	readonly hash: string;
}

export interface PreparedUp {
	readonly plan: UpPlan;
	readonly loaded: LoadedExtension;
	/** Where each plan of a server is applied, in the same order. */
	readonly servers: readonly NamedServer[];
}

/** Looks at every place, and changes none. Throws GraftError where one of them cannot be looked at. */
export async function prepareUp(ctx: Context, asked: AskedUp): Promise<PreparedUp> {
	const loaded = await load(ctx, asked);
	const accepted = accept(loaded.problems, loaded.accepted, asked.accept);
	const known = { ...loaded, accepted };
	const looked: Looked[] = [];
	const platform = findPlatform(loaded.extension.platform);
	refuseGroups(platform, asked);
	for (const place of platform?.places ?? []) looked.push(await lookAt(ctx, known, asked, place));
	looked.push(withoutNobody(platform?.delivery, await lookAtAgents(ctx, known, asked)));
	const places = looked.flatMap((each) => each.places);
	const forAgents = agentsPlanIn(places) !== null || folderPlanIn(places) !== null;
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
	return { plan, loaded, servers: looked.flatMap((each) => each.servers ?? []) };
}

/** What nobody can do is not left out in silence. */
function refuseGroups(platform: Platform | undefined, { groups }: AskedUp): void {
	if (groups.length === 0 || httpPlaceOf(platform) !== undefined) return;
	throw new GraftError("usage", "Its system has no groups that extensions are bound to.", {
		hint: "Leave out --bind.",
	});
}

async function load(ctx: Context, { subject }: AskedUp): Promise<LoadedExtension> {
	if ("id" in subject) return loadExtension(ctx, subject.id);
	const loaded = await loadArchive(ctx, subject.bytes, subject.root);
	// Where a place fails, the version that is here now is put back: it must be one that can be read.
	const former = findManaged(ctx.paths.databaseUrl, loaded.extension.id);
	if (former !== null) storedExtension(former.archive.extension);
	return loaded;
}

function subjectOf({ extension, content }: LoadedExtension): Subject {
	const { platform, id, version } = extension;
	return { platform, id, version, sha256: content };
}

function hashOf(subject: Subject, places: readonly UpPlace[]): string {
	const hashes = places.map(({ place, plan }) => ({ place, hash: plan.hash }));
	return sha256(canonicalJson({ subject, places: hashes }));
}

function distinct(problems: readonly Problem[]): readonly Problem[] {
	return [...new Map(problems.map((one) => [canonicalJson(one), one])).values()];
}
