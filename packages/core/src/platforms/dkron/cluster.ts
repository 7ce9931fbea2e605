import type { Connection } from "../../connections/connection.ts";
import type { Check } from "../../domain/plan.ts";
import type { Problem } from "../../domain/problem.ts";
import { askUrl } from "../../host/ask-url.ts";
import { type Agent, flagOf } from "./agents.ts";
import { dkronCodes } from "./codes.ts";
import { isObject } from "./jobs.ts";

/** A node as its own API tells. */
export interface Node {
	readonly api: string;
	readonly name: string;
	readonly version: string;
	readonly isLeader: boolean;
	/** Whether it takes part in electing a leader. */
	readonly isServer: boolean;
	/** Servers of its cluster: of how many, how many are alive. */
	readonly servers: { readonly all: number; readonly alive: number };
	/** False where its API wants a token for what runs. */
	readonly tellsWhatRuns: boolean;
}

/** null where its API does not answer, or is that of something else. */
export async function askNode(connection: Connection, agent: Agent): Promise<Node | null> {
	const api = await apiOf(connection, agent);
	const index = await jsonFrom(connection, `${api}/v1/`);
	if (!isObject(index) || !isObject(index.agent)) return null;
	const [leader, busy, members] = await Promise.all([
		askUrl(connection, `${api}/v1/isleader`),
		askUrl(connection, `${api}/v1/busy`),
		jsonFrom(connection, `${api}/v1/members`),
	]);
	const tags = isObject(index.tags) ? index.tags : {};
	return {
		api,
		name: String(index.agent.name),
		version: String(index.agent.version),
		isLeader: leader?.status === 200,
		isServer: tags.server === "true",
		servers: serversAmong(members),
		tellsWhatRuns: busy?.status === 200,
	};
}

/** Its address is a flag, or a setting; of one that is found out only by the node itself nobody else knows. */
async function apiOf(connection: Connection, agent: Agent): Promise<string> {
	const text = agent.config === null ? undefined : await connection.read(agent.config);
	const [, set] =
		/^[ \t]*"?http-addr"?[ \t]*[:=][ \t]*["']?([^"'\s,#]+)/m.exec(new TextDecoder().decode(text)) ??
		[];
	const address = flagOf(agent, "http-addr") ?? set ?? ":8080";
	const [, host = "", port = "8080"] = /^(.*?):(\d+)$/.exec(address) ?? [];
	const isAny = ["", "0.0.0.0", "[::]"].includes(host) || host.includes("{");
	const url = `http://${host}:${port}`;
	return isAny || !URL.canParse(url) ? `http://127.0.0.1:${port}` : url;
}

async function jsonFrom(connection: Connection, url: string): Promise<unknown> {
	const answer = await askUrl(connection, url);
	try {
		return answer?.status === 200 ? JSON.parse(answer.body) : null;
	} catch {
		return null;
	}
}

/** By Serf's words: 1 is alive, and 3 has left for good. */
function serversAmong(members: unknown): Node["servers"] {
	const servers = (Array.isArray(members) ? members : [])
		.filter(isObject)
		.filter(({ Tags, Status }) => isObject(Tags) && Tags.server === "true" && Status !== 3);
	return { all: servers.length, alive: servers.filter(({ Status }) => Status === 1).length };
}

/** A cluster goes on while more than half of its servers do: this one is away during its restart. */
export function checkQuorum({ isServer, servers: { all, alive } }: Node): Problem[] {
	if (!isServer || all < 2 || alive - 1 > all / 2) return [];
	const enough = `more than half of ${all}`;
	return [
		{
			severity: "warning",
			code: dkronCodes["dkron/no-quorum"],
			path: "",
			message: `${alive} of the cluster's ${all} servers are alive: while this one restarts, the others are not ${enough}, and no job is started.`,
			hint:
				all < 3
					? "With two servers that cannot be helped: accept it, at a quiet time."
					: "Bring the others up first.",
			part: "server",
		},
	];
}

/** What must be so before the node is restarted. */
export function quiet({ api, isServer, tellsWhatRuns }: Node): Check[] {
	const idle: Check = {
		...{ kind: "status", url: `${api}/v1/busy`, status: 200, body: "[]" },
		otherwise: "jobs run, and a restart would end them",
	};
	return [...(isServer ? [isLed(api)] : []), ...(tellsWhatRuns ? [idle] : [])];
}

/** What must be seen of it afterwards. */
export function healthy({ api, isServer }: Node): Check[] {
	const well: Check = {
		...{ kind: "status", url: `${api}/health`, status: 200 },
		otherwise: "it is not healthy",
	};
	return [{ kind: "new-process" }, well, ...(isServer ? [isLed(api)] : [])];
}

function isLed(api: string): Check {
	const url = `${api}/v1/leader`;
	return { kind: "status", url, status: 200, otherwise: "the cluster has no leader" };
}
