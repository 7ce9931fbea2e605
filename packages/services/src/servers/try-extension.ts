import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import type { Connection } from "@graft/core/connections/connection";
import { withRetry } from "@graft/core/connections/with-retry";
import { GraftError } from "@graft/core/domain/errors";
import { keepRunning } from "@graft/core/drivers/files/apply/change-service";
import { placeOf } from "@graft/core/drivers/files/plan/place";
import { readReceipts } from "@graft/core/drivers/files/plan/receipts";
import { filesPlaceOf, findPlatform } from "@graft/core/platforms/places";
import type { Tried, TryOut, TryRun } from "@graft/core/platforms/try-out";
import * as z from "zod";
import { loadExtension } from "../catalogue/load-extension.ts";
import { type Call, type Context, parseInput } from "../context/context.ts";
import { extensionId } from "../context/input-parts.ts";
import { requireAdministrator } from "../context/require-administrator.ts";
import { serverAddress } from "../context/server-address.ts";
import { type Operation, runOperation } from "../running/run-operation.ts";
import { inKnownFolder } from "./in-known-folder.ts";
import { serviceThere } from "./prepare-plan.ts";
import { rememberServer } from "./remember-server.ts";
import { type ServerSource, sourceOf } from "./server-work.ts";

export const tryExtensionInput = z.strictObject({
	id: extensionId,
	server: serverAddress,
	serverDir: z.string().min(1).max(4096).optional(),
});

type Asked = z.output<typeof tryExtensionInput>;

export interface TriedRun extends Tried, Pick<TryRun, "name" | "how"> {}

export interface TriedExtension {
	readonly operation: { readonly id: string };
	readonly server: string;
	readonly version: string;
	readonly tried: readonly TriedRun[];
}

const deadlineMs = 120_000;
const pollMs = 500;

/** Whether its system is made to use it where it is installed; of others, scripts run here. */
export async function isTriedOnServer(ctx: Context, id: string): Promise<boolean> {
	const { platform } = (await loadExtension(ctx, id)).extension;
	const found = findPlatform(platform);
	return found !== undefined && filesPlaceOf(found)?.tryOut !== undefined;
}

/** What trying it would do on that server; changes nothing there. */
export async function previewTry({
	ctx,
	input,
}: Call<typeof tryExtensionInput>): Promise<readonly Pick<TryRun, "name" | "how">[]> {
	const { asked, source } = await askedFor(ctx, input);
	return withRetry(
		() => ctx.connect(asked.server),
		async (connection) => {
			const { runs } = await readyThere(connection, asked, source);
			return runs.map(({ name, how }) => ({ name, how }));
		},
	);
}

/**
 * Has the system on a server use what was installed there, once, and tells what came of it. Throws GraftError "refused" where
 * this version is not installed there, or the system cannot be asked.
 */
export async function tryExtension({
	ctx,
	input,
}: Call<typeof tryExtensionInput>): Promise<TriedExtension> {
	await requireAdministrator(ctx, "try an extension on a server");
	const { asked, source } = await askedFor(ctx, input);
	const serverId = await rememberServer(ctx, asked.server);
	const kind = "try" as const;
	return runOperation(ctx, { kind, extensionId: asked.id, onServer: { id: serverId } }, (running) =>
		withRetry(
			() => ctx.connect(asked.server),
			async (connection) => {
				const { runs, tryOut } = await readyThere(connection, asked, source);
				const tried: TriedRun[] = [];
				for (const [done, run] of runs.entries()) {
					running.report({ kind: "step", text: run.how, done: done + 1, total: runs.length });
					tried.push(await tryOne(ctx, connection, running, { run, tryOut, asked, source }));
				}
				const { version } = source.extension;
				const result = { operation: { id: running.id }, server: connection.label, version, tried };
				const each = tried.map((one) => `${one.name} ${said[one.result]}`).join(", ");
				const summary = `It was tried on ${connection.label}: ${each}.`;
				return { result, summary, writes: [], elsewhere: true };
			},
		),
	);
}

const said: Readonly<Record<Tried["result"], string>> = {
	worked: "works",
	unclear: "ran",
	failed: "failed",
};

async function askedFor(ctx: Context, input: unknown) {
	const parsed = parseInput(tryExtensionInput, input);
	const asked = inKnownFolder(ctx, parsed.id, parsed);
	const source = sourceOf(await loadExtension(ctx, asked.id));
	return { asked, source };
}

/** Only what lies there can be used there. */
async function readyThere(connection: Connection, { serverDir }: Asked, source: ServerSource) {
	const { platform, place, extension, tree } = source;
	const { tryOut } = place;
	if (tryOut === undefined)
		throw new GraftError("usage", `${platform.name} has no means to use an extension once.`, {
			hint: "What has arrived from it says: install-plugin status",
		});
	const facts = await place.discover(connection, serverDir === undefined ? {} : { serverDir });
	const { receipts } = await readReceipts(connection, placeOf(connection, platform.id, facts));
	const there = receipts.find((receipt) => receipt.extension.id === extension.id)?.extension;
	if (there?.version !== extension.version)
		throw new GraftError(
			"refused",
			there === undefined
				? `${extension.id} is not installed on ${connection.label}.`
				: `${extension.id} ${there.version} is installed on ${connection.label}, not ${extension.version}.`,
			{ hint: `Install it first: install-plugin install ${extension.id}` },
		);
	return { tryOut, runs: tryOut.plan(extension, tree, facts, `graft-${randomUUID().slice(0, 8)}`) };
}

interface OneTry {
	readonly run: TryRun;
	readonly tryOut: TryOut;
	readonly asked: Asked;
	readonly source: ServerSource;
}

async function tryOne(
	ctx: Context,
	connection: Connection,
	{ report }: Operation,
	{ run, tryOut, asked, source }: OneTry,
): Promise<TriedRun> {
	const { name, how } = run;
	// Found out before: where it ends over this, nothing tells any more how it is started.
	const service = await serviceThere(connection, source.place, asked);
	try {
		await tryOut.begin(connection, run);
		return { name, how, ...(await untilDone(ctx, connection, tryOut, run)) };
	} finally {
		if (service !== null && (await keepRunning({ connection, report }, service)))
			report({ kind: "note", text: `${service.target} had ended over it, and was started again.` });
		await tryOut.end(connection, run);
	}
}

async function untilDone(
	{ signal }: Context,
	connection: Connection,
	tryOut: TryOut,
	run: TryRun,
): Promise<Tried> {
	const late = performance.now() + deadlineMs;
	for (;;) {
		const tried = await tryOut.look(connection, run);
		if (tried !== null) return tried;
		if (signal?.aborted) throw new GraftError("cancelled", `Trying ${run.name} was cancelled.`);
		if (performance.now() > late)
			return {
				result: "failed",
				words: `It had not ended after ${deadlineMs / 1_000} s.`,
				output: "",
			};
		await pause(pollMs);
	}
}
