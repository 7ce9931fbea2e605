import type { Transport } from "../../packages/core/src/connections/transport.ts";
import { openShell } from "./shell-files.ts";

/** A third way to reach a place, which the product does not have: it stands for containers. */
export const shellTransport: Transport = {
	form: "shell:name",
	example: "shell:web",
	where: "behind a shell of its own",
	takes: [],
	claims: (address) => address.startsWith("shell:"),
	label: (address) => address.toLowerCase(),
	host: () => null,
	becomesRoot: () => null,
	ask: async (person) => ({ address: `shell:${await person.text("Name")}` }),
	open: async ({ address }, { stateFolder }) => openShell(address.toLowerCase(), stateFolder),
};
