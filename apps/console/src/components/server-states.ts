import type { ServerState } from "@graft/services/catalogue/server-state";
import type { Tone } from "./fact.tsx";
import { countOf, formatCount } from "./numbers.ts";

const words: Record<ServerState, string> = {
	"in-sync": "In sync",
	drifted: "Drifted",
	"other-version": "Another version",
	missing: "Missing",
	unreachable: "Unreachable",
	"host-key": "Host key",
	refused: "Refused",
	unreadable: "Unreadable",
};

export function stateWord(state: ServerState): string {
	return words[state];
}

/** One line for all servers: what is wrong comes first, since it is what somebody must see to. */
export function summariseServers(servers: readonly { state: ServerState }[]): {
	text: string;
	tone: Tone;
} {
	if (servers.length === 0) return { text: "None", tone: "plain" };
	const wrong = (Object.keys(words) as ServerState[])
		.filter((state) => state !== "in-sync")
		.map((state) => ({ state, count: servers.filter((server) => server.state === state).length }))
		.filter(({ count }) => count > 0);
	if (wrong.length === 0) {
		return { text: `In sync on ${countOf(servers.length, "server")}`, tone: "good" };
	}
	const text = wrong
		.map(({ state, count }) => `${formatCount(count)} ${words[state].toLowerCase()}`)
		.join(", ");
	return { text: `${text}, of ${formatCount(servers.length)}`, tone: "bad" };
}
