import { thisMachine } from "../this-machine.ts";
import type { Transport } from "../transport.ts";

const { address } = thisMachine;

/** This machine, as whoever runs Graft. */
export const local: Transport = {
	form: address,
	example: address,
	where: "on this same machine",
	takes: [],
	claims: (given) => given === address,
	label: () => address,
	host: () => null,
	becomesRoot: () => "called by sudo",
	ask: async () => thisMachine,
	async open(_server, { stateFolder }) {
		const { openLocal } = await import("./open-local.ts");
		return openLocal(stateFolder);
	},
};
