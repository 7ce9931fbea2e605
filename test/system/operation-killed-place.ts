import { spawn } from "node:child_process";
import { once } from "node:events";
import { cp, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { type OpenContext, openContext } from "../../packages/services/src/open-context.ts";
import { followOperation } from "../../packages/services/src/operations/follow-operation.ts";
import { getOperation } from "../../packages/services/src/operations/get-operation.ts";
import type { OperationView } from "../../packages/services/src/operations/operation-view.ts";
import { settleLeftOperations } from "../../packages/services/src/operations/runner.ts";
import { performOperation } from "../../packages/services/src/operations/start-operation.ts";
import { performUndo, previewUndo } from "../../packages/services/src/operations/undo-operation.ts";
import type { OperationEvent } from "../../packages/services/src/running/events.ts";
import { previewRemoval } from "../../packages/services/src/way/remove-extension.ts";
import { previewUp } from "../../packages/services/src/way/up-extension.ts";
import { ocsFiles } from "../builders/ocs-files.ts";
import { makeZip } from "../builders/zip.ts";
import { id, makeDeploymentPlace, startOcsDatabase } from "./deployment-place.ts";

type Kind = "up" | "remove";
/** An operation that a process died over, with all its events to its end. */
export type Died = OperationView & { readonly events: readonly OperationEvent[] };

/** A MariaDB with OCS's schema, machines, a server's folders, and an instance that has nothing yet. */
export interface KilledPlace {
	/** An instance as new, at a place that `up` has not touched. */
	renew(): Promise<void>;
	/** False where it came to its end before its event of that number. */
	kill(kind: Kind, event: number): Promise<boolean>;
	/** What the next start does first; gives what came of the operation. */
	restart(): Promise<Died>;
	/** Undoes it by a plan of now, to its end. */
	undo(operation: string): Promise<void>;
	/** By a plan of now, to its end. */
	perform(kind: Kind): Promise<void>;
	/** All that either changes anywhere, and what is left of operations. */
	everything(): Promise<unknown>;
	dispose(): Promise<void>;
}

export async function makeKilledPlace(program: string): Promise<KilledPlace> {
	const server = await startOcsDatabase();
	const place = await makeDeploymentPlace(server);
	const { folder, downloads, sql } = place;
	const at = (...names: string[]) => join(folder, "killed", ...names);
	const serverDir = at("server");
	const env = { ...place.env, GRAFT_HOME: at("home"), EXTENSIONS_DIR: at("extensions") };
	await mkdir(at());
	const opened = async <Result>(work: (ctx: OpenContext) => Promise<Result>, home = at("home")) => {
		const actor = { name: "alice", role: "administrator" } as const;
		const ctx = await openContext({ env: { ...env, GRAFT_HOME: home }, actor });
		return work(ctx).finally(() => ctx.close());
	};
	const prepared = join(folder, "prepared");
	await opened(async () => undefined, prepared);
	const bytes = makeZip(ocsFiles());
	await writeFile(join(folder, "probe.zip"), bytes);
	const up = {
		subject: { bytes, fileName: "probe.zip" },
		servers: [{ server: { address: "local" }, serverDir }],
		accept: ["ocs/no-reload"],
		deployment: { to: { kind: "machines" as const, names: ["pc1"] } },
	};
	const remove = { id, dropTables: true, accept: ["ocs/no-reload"] };
	const plan = async (ctx: OpenContext, kind: Kind) =>
		kind === "up"
			? { ...up, planHash: (await previewUp({ ctx, input: up })).hash }
			: { ...remove, planHash: (await previewRemoval({ ctx, input: remove })).hash };
	return {
		async renew() {
			await sql(`drop table if exists ${id}; delete from extensions; delete from devices;
				delete from download_available; delete from download_enable; delete from download_history`);
			await rm(at(), { recursive: true });
			await rm(downloads, { recursive: true });
			for (const path of [
				at("extensions"),
				join(serverDir, "plugins"),
				join(serverDir, "perl"),
				downloads,
			])
				await mkdir(path, { recursive: true });
			await cp(prepared, at("home"), { recursive: true });
		},
		async kill(kind, event) {
			const input = await opened((ctx) => plan(ctx, kind));
			const subject = { ...up.subject, bytes: join(folder, "probe.zip") };
			const file = at("input.json");
			await writeFile(file, JSON.stringify(kind === "up" ? { ...input, subject } : input));
			const child = spawn(process.execPath, [program, kind, file, `${event}`], {
				env: { ...process.env, ...env },
				stdio: ["ignore", "ignore", "pipe"],
			});
			const [said, [code, signal]] = await Promise.all([text(child.stderr), once(child, "exit")]);
			if (signal !== "SIGKILL" && code !== 0) throw new Error(said);
			return signal === "SIGKILL";
		},
		restart: () =>
			opened(async (ctx) => {
				await settleLeftOperations(ctx);
				const last = await ctx.database.operation.findFirstOrThrow({
					where: { parentId: null },
					orderBy: { startedAt: "desc" },
				});
				const { events: _stored, ...view } = await getOperation({ ctx, input: { id: last.id } });
				const events: OperationEvent[] = [];
				for await (const event of followOperation(ctx, { id: last.id })) events.push(event);
				return { ...view, events };
			}),
		undo: (operation) =>
			opened(async (ctx) => {
				const { hash } = await previewUndo({ ctx, input: { id: operation } });
				await performUndo(ctx, { id: operation, planHash: hash }, {});
			}),
		perform: (kind) =>
			opened(async (ctx) => {
				await performOperation(ctx, kind, (await plan(ctx, kind)) as never);
			}),
		async everything() {
			const tables = (await sql("show tables")).flat();
			const left = await opened(async ({ database }) => ({
				open: await database.operation.count({ where: { endedAt: null } }),
				leases: await database.lease.count(),
			}));
			return {
				...left,
				own: tables.filter((name) => name === id || name.includes("graft")),
				rows: await sql(`select id, version from extensions; select HARDWARE_ID, NAME, TVALUE from devices;
					select * from download_available; select FILEID, INFO_LOC, PACK_LOC from download_enable`),
				files: await Promise.all(
					[serverDir, at("extensions"), join(downloads, "..")].map(filesBelow),
				),
				staging: await readdir(at("home", "staging")).catch(() => []),
				asked: await readdir(at("home", "asked")).catch(() => []),
			};
		},
		async dispose() {
			await place.remove();
			await server.dispose();
		},
	};
}

/** Every file with its content, and every folder, by path. */
async function filesBelow(folder: string): Promise<readonly string[]> {
	const entries = await readdir(folder, { recursive: true, withFileTypes: true });
	const told = entries.map(async (entry) => {
		const path = join(entry.parentPath, entry.name);
		return entry.isFile() ? `${path} ${await readFile(path, "base64")}` : path;
	});
	return (await Promise.all(told)).sort();
}
