import { randomUUID } from "node:crypto";
import { countOf } from "@graft/core/domain/counts";
import { GraftError } from "@graft/core/domain/errors";
import type { Platform } from "@graft/core/platforms/platform";
import type { Pull } from "@graft/core/platforms/pull";
import { platforms } from "@graft/core/platforms/registry";
import { retryBusy } from "@graft/database/retry-busy";
import * as z from "zod";
import { type Call, parseInput } from "../context/context.ts";
import { requireAdministrator } from "../context/require-administrator.ts";
import { inParallel } from "../servers/in-parallel.ts";
import { type PulledMachine, pullMachine } from "./pull-machine.ts";

export const pullMachinesInput = z.strictObject({
	/** Id of the system; left out, the first whose machines fetch what is theirs. */
	system: z.string().max(255).optional(),
	/** By name or address, with `:port` where it is not the usual one. */
	machines: z.array(z.string().min(1).max(255)).min(1).max(10_000),
});

export interface PulledMachines {
	/** In the order in which they were named. */
	readonly machines: readonly PulledMachine[];
}

/** The server that they fetch from is one. */
const atOnce = 4;

/**
 * Has each machine fetch what is there for it now, and believes its words. Machines that did not are named with the
 * reason: the others have it all the same. Throws GraftError "usage" for what names no machine, before any is asked.
 */
export async function pullMachines({
	ctx,
	input,
}: Call<typeof pullMachinesInput>): Promise<PulledMachines> {
	await requireAdministrator(ctx, "have machines fetch what is there for them");
	const { system, machines } = parseInput(pullMachinesInput, input);
	const { pull, name } = pullingPlatform(system);
	const named = [...new Set(machines)].map((machine) => ({
		machine,
		origin: originOf(pull, machine),
	}));
	const event = {
		...{ id: randomUUID(), at: ctx.clock(), actor: ctx.actor.name },
		...{ action: "have machines fetch", target: name },
		detail: countOf(named.length, "machine"),
	};
	await retryBusy(() => ctx.database.auditEvent.create({ data: event }));
	let done = 0;
	const pulled = await inParallel(
		named,
		async ({ machine, origin }) => {
			const one = await pullMachine(pull, machine, origin);
			done += 1;
			ctx.report({ kind: "progress", text: "machines", done, total: named.length });
			return one;
		},
		atOnce,
	);
	return { machines: pulled };
}

function pullingPlatform(id: string | undefined): Platform & { readonly pull: Pull } {
	const among = platforms.filter(isPulling);
	const found = id === undefined ? among[0] : among.find((each) => each.id === id);
	if (found !== undefined) return found;
	throw new GraftError("usage", `The machines of ${id ?? "no system"} are not told to fetch.`, {
		hint: `Those of these systems can be: ${among.map((each) => each.id).join(", ")}.`,
	});
}

function isPulling(platform: Platform): platform is Platform & { readonly pull: Pull } {
	return platform.pull !== undefined;
}

const hostAndPort = /^(?:[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?|\[[0-9a-f:.]+\])(?::\d{1,5})?$/i;

function originOf({ port }: Pull, machine: string): string {
	const isWritten = hostAndPort.test(machine);
	const url = `http://${machine}${/:\d+$/.test(machine.replace(/^\[.*\]/, "")) ? "" : `:${port}`}`;
	if (isWritten && URL.canParse(url)) return url;
	throw new GraftError("usage", `${machine} names no machine.`, {
		hint: `Write a name or an address, with a port where it is not ${port}: web1, 10.0.0.7:1989, [::1].`,
	});
}
