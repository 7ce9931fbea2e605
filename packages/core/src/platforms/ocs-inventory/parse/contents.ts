import type { ArchiveFile, FileTree } from "../../../domain/archive.ts";
import { type AgentFiles, readAgentFiles } from "./agent-files.ts";
import { type Conf, readConf } from "./conf.ts";
import { type HookFile, readHooks } from "./hook.ts";
import { type Infos, NO_INFOS, readInfos } from "./infos.ts";
import { type InstallPhp, readInstallPhp } from "./install-php.ts";
import { type Labels, readLanguages } from "./language.ts";
import { type PerlMap, readMap } from "./map.ts";
import { readSchema, type Schema } from "./schema.ts";

/** Everything that an extension's files say, read once; null where there is no such file. */
export interface Contents {
	readonly tree: FileTree;
	readonly installPhp: InstallPhp | null;
	/** What install.php leaves in the database. */
	readonly schema: Schema;
	/** The conf that goes to the server. */
	readonly conf: Conf | null;
	/** Configuration files beside it, which OCS does not install. */
	readonly otherConfs: readonly Conf[];
	readonly map: PerlMap | null;
	readonly hooks: HookFile | null;
	readonly infos: Infos | null;
	readonly languages: ReadonlyMap<string, Labels>;
	readonly agents: AgentFiles;
}

export function readContents(tree: FileTree): Contents {
	const install = tree.files.get("install.php");
	const hook = tree.files.get("hook.xml");
	const infos = tree.files.get("infos.json");
	const serverFiles = [...tree.files.values()].filter((file) => /^APACHE\/[^/]+$/i.test(file.path));
	const confs = serverFiles
		.filter((file) => /\.conf$/i.test(file.path))
		.map((file) => readConf(file.path, file.bytes));
	const installPhp = install && readInstallPhp(install.bytes, stemOf(confs[0]));
	const conf = chooseConf(confs, installPhp?.ids[0] ?? "");
	const mapFile = chooseMap(serverFiles);
	const map = mapFile === undefined ? null : readMap(mapFile.path, mapFile.bytes);
	return {
		tree,
		installPhp: installPhp ?? null,
		schema: readSchema(installPhp?.install ?? []),
		conf,
		otherConfs: confs.filter((other) => other !== conf),
		map,
		hooks: hook === undefined ? null : readHooks(hook.bytes),
		infos: infos === undefined ? null : readInfos(infos.bytes),
		languages: readLanguages(tree),
		agents: readAgentFiles(
			tree,
			(map?.sections ?? []).map((section) => section.name),
		),
	};
}

/** infos.json as far as it could be read. */
export function infosOf(contents: Contents): Infos {
	return contents.infos ?? NO_INFOS;
}

function chooseConf(confs: readonly Conf[], id: string): Conf | null {
	const named = confs.find((conf) => stemOf(conf).toLowerCase() === id.toLowerCase());
	return named ?? confs.find((conf) => conf.segment !== null) ?? confs[0] ?? null;
}

function chooseMap(files: readonly ArchiveFile[]): ArchiveFile | undefined {
	const named = (file: ArchiveFile) => file.path.slice(file.path.indexOf("/") + 1);
	return (
		files.find((file) => named(file) === "Map.pm") ??
		files.find((file) => named(file).toLowerCase() === "map.pm")
	);
}

function stemOf(conf: Conf | undefined): string {
	return conf?.name.replace(/\.conf$/i, "") ?? "";
}
