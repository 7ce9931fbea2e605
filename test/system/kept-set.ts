import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { ownProcess } from "@graft/core/host/own-process";
import { withDirect } from "@graft/database/direct";
import { sha256 } from "../builders/tree.ts";
import { type Instance, makeInstance } from "./command-line.ts";
import { type Mariadb, makeOcsDatabase, startMariadb } from "./mariadb.ts";

const sets = fileURLToPath(new URL("../kept/", import.meta.url));

/** What an earlier version of Graft made (test/kept/README.md), laid out in a folder and a database of its own. */
export interface KeptSet {
	readonly graft: Instance;
	readonly ocs: Mariadb;
	/** `--server-dir` of each platform's place on this machine. */
	readonly serverDirs: { readonly ocs: string; readonly panoptes: string };
	dispose(): Promise<void>;
}

export async function layOutKeptSet(name: string): Promise<KeptSet> {
	const [ocs, graft] = await Promise.all([startMariadb(), makeInstance()]);
	const dispose = async () => {
		await ocs.dispose();
		await graft.remove();
	};
	try {
		const fill = filler(graft.folder, `mysql://ocs@127.0.0.1:${ocs.port}/ocsweb`);
		await layOutFiles(join(sets, name), graft.folder, fill);
		await makeOcsDatabase(ocs, "ocsweb");
		await ocs.root("create user 'ocs'@'127.0.0.1' identified by 'ocs'");
		await ocs.root("grant all on ocsweb.* to 'ocs'@'127.0.0.1'");
		await ocs.root(fill(await readFile(join(sets, name, "ocsweb.sql"), "utf8")), "ocsweb");
		const url = `file:${join(graft.folder, "home", "graft.db")}`;
		await writeFile(url.slice("file:".length), "", { mode: 0o600 });
		const dump = fill(await readFile(join(sets, name, "graft.sql"), "utf8"));
		withDirect(url, (database) => database.exec(dump));
	} catch (error) {
		await dispose();
		throw error;
	}
	const serverDirs = { ocs: graft.serverDir, panoptes: join(graft.folder, "panoptes/plugins") };
	return { graft, ocs, serverDirs, dispose };
}

/** What depends on where it lies, and on the machine: as if it had been made here. */
function filler(root: string, database: string): (text: string) => string {
	const values: Readonly<Record<string, string>> = {
		...{ root, database },
		machine: ownProcess().machine,
		"ocs-place": keyOf("ocs-inventory", join(root, "server/plugins")),
		"pack-place": keyOf("ocs-inventory", join(root, "pack/download")),
		"panoptes-place": keyOf("panoptes", join(root, "panoptes/plugins")),
	};
	return (text) => text.replace(/@([a-z-]+)@/g, (all, name: string) => values[name] ?? all);
}

/** How receipts are found: told once more, because a version that reckons otherwise would not find those of before. */
function keyOf(platform: string, home: string): string {
	const readable = home.replace(/[^A-Za-z0-9]+/g, "-").replace(/^-/, "");
	return `${platform}-${readable.slice(-60)}-${sha256(`${platform}\0${home}`).slice(0, 12)}`;
}

/** Of their owner only, as Graft makes what it relies on; git keeps no rights. */
async function layOutFiles(from: string, to: string, fill: (text: string) => string) {
	const entries = await readdir(from, { recursive: true, withFileTypes: true });
	for (const entry of entries.filter((each) => each.isFile() && each.parentPath !== from)) {
		const source = join(entry.parentPath, entry.name);
		const text = await readFile(source, "utf8");
		const isBase64 = entry.name.endsWith(".base64");
		const target = join(to, fill(source.slice(from.length)).replace(/\.base64$/, ""));
		await mkdir(dirname(target), { recursive: true, mode: 0o700 });
		await writeFile(target, isBase64 ? Buffer.from(text, "base64") : fill(text), { mode: 0o600 });
	}
}
