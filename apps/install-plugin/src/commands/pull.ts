import { pullMachines } from "@graft/services/deliveries/pull-machines";
import { exitCodes } from "../program/exit-codes.ts";
import { missing } from "../program/server-flags.ts";
import { withContext } from "../session/services.ts";
import type { Run } from "../session/session.ts";
import { pulledLines } from "../showing/pulled.ts";

/** Each machine on a line; 4 where one of them does not have it. */
export const run: Run = async (session) => {
	const { options, output } = session;
	const { machine, system } = options;
	if (machine === undefined) throw missing("--machine", "which machines are to fetch it");
	const input = { machines: [...machine], ...(system === undefined ? {} : { system }) };
	const { machines } = await withContext(session, (ctx) => pullMachines({ ctx, input }));
	if (options.json) output.json({ format: 1, machines });
	else output.text(pulledLines(machines, output.paint));
	const isWhole = machines.every(({ state }) => state === "done" || state === "reset");
	return isWhole ? exitCodes.done : exitCodes.partlyDone;
};
