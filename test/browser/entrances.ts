import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { type Answer, ask } from "./http.ts";

const built = resolve(import.meta.dirname, "../../apps/console/.next");

const readBuilt = (name: string): unknown => JSON.parse(readFileSync(join(built, name), "utf8"));

/** A server action, as the build lists it: whoever knows its id may send it anything. */
export interface Action {
	readonly id: string;
	readonly name: string;
	/** A page that carries it. */
	readonly path: string;
}

export function everyAction(extensionId: string): Action[] {
	const manifest = readBuilt("server/server-reference-manifest.json") as {
		node: Record<string, { workers: Record<string, unknown>; exportedName: string }>;
	};
	const paths = readBuilt("app-path-routes-manifest.json") as Record<string, string>;
	return Object.entries(manifest.node).map(([id, { workers, exportedName }]) => {
		const page = Object.keys(workers)[0]?.replace(/^app/, "") ?? "";
		return { id, name: exportedName, path: (paths[page] ?? "").replace("[id]", extensionId) };
	});
}

/** Paths of every route handler; what stands in brackets is filled with `parameters`. */
export function everyRoute(parameters: Record<string, string>): string[] {
	const paths = readBuilt("app-path-routes-manifest.json") as Record<string, string>;
	return Object.values(paths)
		.filter((path) => path.startsWith("/api/"))
		.map((path) => path.replace(/\[(\w+)\]/g, (_all, name: string) => parameters[name] ?? name));
}

/** Calls an action as Next's own client does. `headers` say who asks and from where. */
export function callAction(
	url: string,
	{ id, path }: Action,
	input: unknown,
	headers: Record<string, string>,
): Promise<Answer> {
	return ask({
		url: `${url}${path}`,
		method: "POST",
		headers: {
			accept: "text/x-component",
			"content-type": "text/plain;charset=UTF-8",
			"next-action": id,
			...headers,
		},
		body: JSON.stringify([input]),
	});
}

/** Waits until nothing that was asked for waits or runs any more. */
export async function untilAllIsDone(url: string, cookie: string): Promise<void> {
	for (;;) {
		const { text } = await ask({ url: `${url}/api/operations`, headers: { cookie } });
		if (text === "[]") return;
		await pause(100);
	}
}

/** What an action answered: "done", the kind of its failure, or "none" where it did not run at all. */
export function outcomeOf({ text }: Answer): string {
	const [, ok, kind] = /"ok":(true|false)(?:,"failure":\{"kind":"([\w-]+)")?/.exec(text) ?? [];
	if (ok === undefined) return "none";
	return ok === "true" ? "done" : (kind ?? "unknown");
}
