import { randomUUID } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { readArchive } from "@graft/core/archive/read-archive";
import { unpackArchive } from "@graft/core/archive/unpack";
import { readExtension } from "@graft/core/reading/read-extension";
import { openContext } from "@graft/services/open-context";
import { versionRows } from "../../packages/services/src/catalogue/version-rows.ts";
import { treeDigest } from "../../packages/services/src/tasks/tree-digest.ts";
import { ocsFiles } from "../../test/builders/ocs-files.ts";
import type { Files } from "../../test/builders/tree.ts";
import { makeZip } from "../../test/builders/zip.ts";

export interface Instance {
	readonly home: string;
	readonly extensions: string;
}

const together = 50;
const onEachServer = 10;

export function idOf(index: number): string {
	return `sample${String(index).padStart(4, "0")}`;
}

/** Folders, archives and rows just as importing one after the other leaves them, without its reviews and flushes. */
export async function makeManyExtensions(
	{ home, extensions }: Instance,
	count: number,
	servers: number,
): Promise<void> {
	for (const folder of [extensions, join(home, "archives")])
		await mkdir(folder, { recursive: true, mode: 0o700 });
	const ctx = await openContext({
		env: { GRAFT_HOME: home, EXTENSIONS_DIR: extensions },
		actor: { name: "bench", role: "administrator" },
	});
	try {
		for (let first = 0; first < count; first += together) {
			const indices = Array.from(
				{ length: Math.min(together, count - first) },
				(_, n) => first + n,
			);
			const writes = [];
			for (const index of indices) writes.push(...(await importOne(ctx, index)));
			await ctx.database.$transaction(writes);
		}
		for (let server = 0; server < servers; server += 1) await addServer(ctx, server, count);
	} finally {
		await ctx.close();
	}
}

type Context = Awaited<ReturnType<typeof openContext>>;

async function importOne(ctx: Context, index: number) {
	const zip = makeZip(filesOf(index));
	const archive = readArchive(zip);
	const { extension, problems } = await readExtension(archive, []);
	if (extension === null) throw new Error(`no extension ${index}`);
	const folder = join(ctx.paths.extensions, extension.id);
	await mkdir(folder);
	await unpackArchive(archive, folder);
	await writeFile(join(ctx.paths.home, "archives", `${archive.sha256}.zip`), zip);
	const version = { archive, extension, problems, accepted: [], fileName: `${extension.id}.zip` };
	const at = ctx.clock();
	const operation = ctx.database.operation.create({
		data: {
			...{ id: randomUUID(), kind: "import", extensionId: extension.id, actor: ctx.actor.name },
			...{ version: extension.version, state: "done", process: "{}", startedAt: at, endedAt: at },
			outcome: `Version ${extension.version} was imported.`,
			events: {
				create: {
					...{ number: 1, at, kind: "step" },
					data: { text: `The folder ${extension.id} holds it.`, done: 1, total: 1 },
				},
			},
		},
	});
	return [...versionRows(ctx, version, treeDigest(archive)), operation];
}

/** Nothing of it is another's: neither tables nor sections nor the numbers of its texts. */
function filesOf(index: number): Files {
	const files = ocsFiles({ id: idOf(index) });
	return Object.fromEntries(
		Object.entries(files).map(([path, content]) => [
			path,
			String(content).replaceAll("990001", String(100_000 + index)),
		]),
	);
}

async function addServer({ database, clock }: Context, server: number, count: number) {
	const label = `ssh://root@server${server}.example.org:22`;
	const seenAt = clock();
	const receipts = Array.from({ length: Math.min(onEachServer, count) }, (_, n) => ({
		...{ placeKey: "ocs-inventory:/etc", extensionId: idOf((server * onEachServer + n) % count) },
		...{ platform: "ocs-inventory", version: "1.0", state: "in-sync", seenAt },
	}));
	const address = { address: label };
	await database.server.create({
		data: { id: randomUUID(), label, address, createdAt: seenAt, receipts: { create: receipts } },
	});
}
