import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { ApiDouble } from "./api-double.ts";

export interface Row {
	readonly id: number;
	readonly grp_id: number;
	readonly dir: string;
	readonly create_user: string;
}

/** A double of Open-Falcon's API, as docs/platforms/open-falcon.md tells of it: it takes every path and every group. */
export interface FalconApi extends ApiDouble {
	/** Of plugin_dir, in the order in which they came. */
	readonly rows: readonly Row[];
	/** Method and path of all that changed something, or would have. */
	readonly asked: readonly string[];
	/** From the nth change on, counted from 1, `times` of them: `refuse` it, do it and `lose` the answer, or lose it undone (`drop`). */
	fail(how: "refuse" | "lose" | "drop", nth: number, times?: number): void;
}

export const apiUser = "graft";
export const apiPassword = "pass/word:1";
const sig = "9d791331c0ea11e690c5001500c6ca5a";

export async function startFalconApi(
	groups: readonly string[] = ["web", "db"],
): Promise<FalconApi> {
	const rows: Row[] = [];
	const asked: string[] = [];
	let next = 1499;
	let failure: { how: "refuse" | "lose" | "drop"; from: number; to: number } | undefined;
	const idOf = (group: string) => groups.indexOf(group) + 1;
	const add = (grp_id: number, dir: string, create_user: string) => {
		const row = { id: next++, grp_id, dir, create_user };
		rows.push(row);
		return row;
	};

	const change = (act: () => object, response: ServerResponse) => {
		const { length } = asked;
		const isDue = failure !== undefined && failure.from <= length && length < failure.to;
		if (isDue && failure?.how === "refuse")
			return answer(response, 400, { error: "You don't have permission!" });
		if (isDue && failure?.how === "drop") return response.destroy();
		const done = act();
		if (isDue) return response.destroy();
		return answer(response, 200, done);
	};

	const serve = async (request: IncomingMessage, response: ServerResponse) => {
		const { method = "", url = "" } = request;
		const body = await bodyOf(request);
		if (url === "/api/v1/user/login") {
			const isKnown = body.name === apiUser && body.password === apiPassword;
			if (!isKnown) return answer(response, 400, { error: "password error" });
			return answer(response, 200, { sig, name: apiUser, admin: false });
		}
		const token = JSON.stringify({ name: apiUser, sig });
		if (request.headers.apitoken !== token)
			return answer(response, 401, { error: "no valid Apitoken" });
		if (method === "GET" && url === "/api/v1/hostgroup")
			return answer(
				response,
				200,
				groups.map((grp_name) => ({ id: idOf(grp_name), grp_name, create_user: "root" })),
			);
		const [, group] = /^\/api\/v1\/hostgroup\/(\d+)\/plugins$/.exec(url) ?? [];
		if (method === "GET" && group !== undefined) {
			const plugins = rows.filter(({ grp_id }) => grp_id === Number(group));
			return answer(response, 200, plugins);
		}
		asked.push(`${method} ${url}`);
		if (method === "POST" && url === "/api/v1/plugin")
			return change(() => add(Number(body.hostgroup_id), String(body.dir_path), apiUser), response);
		const [, plugin] = /^\/api\/v1\/plugin\/(\d+)$/.exec(url) ?? [];
		const at = rows.findIndex(({ id }) => id === Number(plugin));
		if (method === "DELETE" && plugin !== undefined) {
			if (at < 0) return answer(response, 400, { error: "record not found" });
			return change(() => {
				rows.splice(at, 1);
				return { message: `plugin:${plugin} is deleted` };
			}, response);
		}
		return answer(response, 404, "404 page not found");
	};
	const server = createServer((request, response) => void serve(request, response));
	await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
	const { port } = server.address() as AddressInfo;
	return {
		url: `http://${apiUser}:${encodeURIComponent(apiPassword)}@127.0.0.1:${port}`,
		groups,
		rows,
		asked,
		bound: () => rows.map(({ grp_id, dir }) => `${groups[grp_id - 1]}: ${dir}`).toSorted(),
		bindAs: (user, group, dir) => void add(idOf(group), dir, user),
		unbind(group, dir) {
			const at = rows.findIndex((row) => row.grp_id === idOf(group) && row.dir === dir);
			rows.splice(at, at < 0 ? 0 : 1);
		},
		fail(how, nth, times = 1) {
			const from = asked.length + nth;
			failure = { how, from, to: from + times };
		},
		stop: () =>
			new Promise((done) => {
				server.closeAllConnections();
				server.close(() => done());
			}),
	};
}

async function bodyOf(request: IncomingMessage): Promise<Record<string, unknown>> {
	const parts: Buffer[] = [];
	for await (const part of request) parts.push(part as Buffer);
	const text = Buffer.concat(parts).toString();
	return text === "" ? {} : (JSON.parse(text) as Record<string, unknown>);
}

function answer(response: ServerResponse, status: number, value: unknown): void {
	response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(value));
}
