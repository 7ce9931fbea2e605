import { thisMachine } from "@graft/core/connections/this-machine";
import { chosenMachines, type WrittenChoice } from "../deployment/machine-choice.tsx";

/** Where it is to go and for whom, as somebody types it. */
export interface WrittenWish {
	readonly address: string;
	readonly serverDir: string;
	/** Asked for where the key of a server is not known. */
	readonly hostKey: string;
	readonly machines: WrittenChoice;
	readonly downloadDir: string;
}

export const usualWish: WrittenWish = {
	...thisMachine,
	...{ serverDir: "", hostKey: "" },
	// It may be every machine that there is: nobody is chosen until somebody chose.
	machines: { kind: null, group: "", machines: "" },
	downloadDir: "",
};

/** Where nothing is to be said: its system has neither servers nor packages of its own. */
export function bareUpInput(id: string, accept: readonly string[]) {
	return { subject: { id }, accept, servers: [] };
}

/** Names that somebody separated by commas, once each. */
export function groupsIn(written: string): string[] {
	const names = written.split(",").map((name) => name.trim());
	return [...new Set(names.filter((name) => name !== ""))];
}

/** As the verb wants it; packages lie on the same server. null where it is not complete. */
export function upInputOf(id: string, accept: readonly string[], wish: WrittenWish) {
	const [address, serverDir, hostKey, downloadDir] = [
		...[wish.address, wish.serverDir, wish.hostKey, wish.downloadDir],
	].map((text) => text.trim());
	const to = chosenMachines(wish.machines);
	if (!address || (to === null && wish.machines.kind !== "nobody")) return null;
	const server = { address, ...(hostKey && { expectedHostKey: hostKey }) };
	return {
		subject: { id },
		accept,
		servers: [{ server, ...(serverDir && { serverDir }) }],
		...(to !== null && { deployment: { to, server, ...(downloadDir && { downloadDir }) } }),
	};
}
