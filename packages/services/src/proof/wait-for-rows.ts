import { setTimeout as pause } from "node:timers/promises";
import type { DatabaseConnection } from "@graft/core/databases/database-connection";
import { countOf, formatCount } from "@graft/core/domain/counts";
import { GraftError } from "@graft/core/domain/errors";
import { findPlatform } from "@graft/core/platforms/places";
import type { Arrivals } from "@graft/core/platforms/platform";
import * as z from "zod";
import { notFound } from "../catalogue/load-extension.ts";
import { type Call, parseInput } from "../context/context.ts";
import { extensionId } from "../context/input-parts.ts";
import { withTables } from "../links/linked-tables.ts";
import type { KnownSubject } from "./prove-extensions.ts";
import { findSubject } from "./subjects.ts";

export const waitForRowsInput = z.strictObject({
	id: extensionId,
	/** How many machines must have sent rows since the activation; left out, one, or none where none is expected to. */
	machines: z.int().min(0).optional(),
	deadlineSeconds: z.number().min(0).max(86_400),
});

export interface Arrival {
	/** False where the deadline came first. */
	readonly arrived: boolean;
	readonly agents: Arrivals;
}

const pauseMs = 2_000;

/**
 * Looks again and again whether an extension's data arrives. Throws GraftError: "not-found", "usage" (no database is
 * linked), "unreachable", "refused" (the database cannot be worked with, or does not have the extension as active).
 */
export async function waitForRows({ ctx, input }: Call<typeof waitForRowsInput>): Promise<Arrival> {
	const { id, machines, deadlineSeconds } = parseInput(waitForRowsInput, input);
	const subject = await findSubject(ctx, id);
	if (subject === undefined) throw notFound(ctx, id);
	return withTables(ctx, subject.extension.platform, async ({ connection }) => {
		const deadline = performance.now() + deadlineSeconds * 1_000;
		let told = -1;
		for (;;) {
			const agents = await proofOf(connection, subject);
			const wanted = machines ?? Math.min(1, agents.expected);
			const sent = agents.inventoried - agents.silentCount;
			if (sent !== told) {
				const text = `${formatCount(sent)} of ${countOf(wanted, "machine")} sent rows of ${id}`;
				ctx.report({ kind: "step", text, done: Math.min(sent, wanted), total: wanted });
			}
			told = sent;
			const left = deadline - performance.now();
			if (sent >= wanted || left <= 0) return { arrived: sent >= wanted, agents };
			await pause(Math.min(pauseMs, left));
		}
	});
}

async function proofOf(
	connection: DatabaseConnection,
	{ extension }: KnownSubject,
): Promise<Arrivals> {
	const proof = await findPlatform(extension.platform)?.proof?.read(connection, extension);
	if (proof) return proof;
	throw new GraftError("refused", `${extension.id} is not active in ${connection.label}.`, {
		hint: "Activate it first: until then its system keeps nothing of what agents send.",
	});
}
