import type { FileTree } from "@graft/core/domain/archive";
import { GraftError } from "@graft/core/domain/errors";
import type { Description, Extension } from "@graft/core/domain/extension";
import type { Problem } from "@graft/core/domain/problem";
import { describeExtension } from "@graft/core/platforms/places";
import { findManaged, type ManagedRow } from "@graft/database/quick-look";
import * as z from "zod";
import { readKeptAgain } from "../catalogue/archive-store.ts";
import { type ExtensionSummary, summaryOf } from "../catalogue/extension-summary.ts";
import { folderProblems } from "../catalogue/folder-problems.ts";
import { notFound } from "../catalogue/load-extension.ts";
import { lookAround, readBeside } from "../catalogue/neighbours.ts";
import { digestOnDisk } from "../catalogue/place-version.ts";
import { readByHand } from "../catalogue/read-by-hand.ts";
import { seenOnServers, serversOf } from "../catalogue/seen-on-servers.ts";
import { storedCodes } from "../catalogue/stored.ts";
import { storedExtension } from "../catalogue/stored-extension.ts";
import { type Call, type Context, parseInput } from "../context/context.ts";
import { extensionId } from "../context/input-parts.ts";
import type { OperationState } from "../context/operation-kinds.ts";
import { isActive, noteOn, seeActivations, whoSays } from "../links/activations.ts";
import { settleProblems } from "../links/settle-problems.ts";
import { eventOf, type OperationEvent, textOf } from "../running/events.ts";
import { extensionCodes } from "../tasks/codes.ts";
import { problemsOf } from "../tasks/inspection.ts";

export const getExtensionInput = z.object({ id: extensionId });

export interface ExtensionDetail extends Omit<ExtensionSummary, "versions"> {
	readonly authors: readonly string[];
	readonly licence: string;
	readonly parts: Description;
	/** Codes of warnings that were accepted for this version. */
	readonly accepted: readonly string[];
	readonly files: readonly { path: string; bytes: number; sha256: string }[];
	/** Newest first; also those from before it was removed and imported again. */
	readonly versions: readonly KeptVersion[];
	/** Newest first, at most a hundred. */
	readonly operations: readonly OperationRecord[];
	/** What a person should know of what they see; null where it is all there. */
	readonly note: string | null;
}

export interface KeptVersion {
	readonly sha256: string;
	readonly version: string;
	readonly fileName: string | null;
	readonly bytes: number;
	readonly importedAt: Date;
	readonly importedBy: string;
	readonly current: boolean;
}

export interface OperationRecord {
	readonly id: string;
	readonly kind: string;
	readonly version: string | null;
	readonly actor: string;
	readonly state: OperationState;
	readonly outcome: string | null;
	readonly server: string | null;
	readonly startedAt: Date;
	readonly endedAt: Date | null;
	readonly lines: readonly { at: Date; text: string }[];
}

/** Everything about one extension, broken or not. */
export async function getExtension({
	ctx,
	input,
}: Call<typeof getExtensionInput>): Promise<ExtensionDetail> {
	const { id } = parseInput(getExtensionInput, input);
	const row = findManaged(ctx.paths.databaseUrl, id);
	const servers = seenOnServers(ctx, [id]);
	const [{ extension, tree, problems }, versions, operations, seen] = await Promise.all([
		row === null ? lookByHand(ctx, id) : lookManaged(ctx, row),
		versionsOf(ctx, id, row?.archiveSha256),
		operationsOf(ctx, id),
		seeActivations(ctx),
	]);
	const known = {
		active: isActive(seen, extension, row),
		activeBy: whoSays(seen, extension),
		versions: versions.length,
		problems,
		servers: serversOf(servers, extension),
	};
	return {
		...summaryOf(extension, row, known),
		authors: extension.authors,
		licence: extension.licence,
		parts: describeExtension(extension),
		accepted: row === null ? [] : storedCodes(row.archive.accepted),
		files: [...tree.files.values()].map(({ path, bytes, sha256 }) => ({
			path,
			bytes: bytes.length,
			sha256,
		})),
		versions,
		operations,
		note: noteOn(seen),
	};
}

interface Look {
	readonly extension: Extension;
	readonly tree: FileTree;
	readonly problems: readonly Problem[];
}

/** A lost archive is a problem to show, not a page that fails. */
async function lookManaged(ctx: Context, row: ManagedRow): Promise<Look> {
	const stored = storedExtension(row.archive.extension);
	const onDisk = folderProblems(row, await digestOnDisk(ctx, row.id));
	try {
		const read = await readBeside(
			await lookAround(ctx, "seen"),
			(neighbours) => readKeptAgain(ctx, row.archiveSha256, neighbours),
			({ reading }) => reading.extension,
			stored,
		);
		const { extension, problems } = read.reading;
		const tree = read.archive;
		const settled = await settleProblems(ctx, row.platform, problems);
		return { extension: extension ?? stored, tree, problems: [...onDisk, ...settled] };
	} catch (error) {
		if (!(error instanceof GraftError)) throw error;
		const lost = problemsOf(error, extensionCodes["extension/archive-lost"]);
		return {
			extension: stored,
			tree: { root: "", files: new Map() },
			problems: [...onDisk, ...lost],
		};
	}
}

async function lookByHand(ctx: Context, id: string): Promise<Look> {
	if ((await digestOnDisk(ctx, id)) === undefined) throw notFound(ctx, id);
	const { tree, problems: unread, reading } = await readByHand(ctx, id, "seen");
	if (tree === null || reading === null) throw notFound(ctx, id);
	const { extension, problems } = reading;
	if (extension?.id !== id) throw notFound(ctx, id);
	const settled = await settleProblems(ctx, extension.platform, problems);
	return { extension, tree, problems: [...unread, ...settled] };
}

async function versionsOf({ database }: Context, id: string, current: string | undefined) {
	const rows = await database.archive.findMany({
		where: { extensionId: id },
		orderBy: { importedAt: "desc" },
		omit: { extension: true },
	});
	return rows.map(
		({ sha256, version, fileName, bytes, importedAt, importedBy }): KeptVersion => ({
			sha256,
			version,
			fileName,
			bytes,
			importedAt,
			importedBy,
			current: sha256 === current,
		}),
	);
}

function lineOf(event: OperationEvent): { at: Date; text: string }[] {
	const text = textOf(event);
	return text === null ? [] : [{ at: event.at, text }];
}

async function operationsOf({ database }: Context, id: string) {
	const rows = await database.operation.findMany({
		where: { extensionId: id, parentId: null },
		orderBy: { startedAt: "desc" },
		take: 100,
		include: { server: true, events: { orderBy: { number: "asc" } } },
	});
	return rows.map(
		(row): OperationRecord => ({
			id: row.id,
			kind: row.kind,
			version: row.version,
			actor: row.actor,
			state: row.state as OperationState,
			outcome: row.outcome,
			server: row.server?.label ?? null,
			startedAt: row.startedAt,
			endedAt: row.endedAt,
			lines: row.events.map(eventOf).flatMap(lineOf),
		}),
	);
}
