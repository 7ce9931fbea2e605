import type { FileTree } from "../../domain/archive.ts";
import {
	type Claim,
	type Extension,
	extensionFormat,
	type ServerFile,
} from "../../domain/extension.ts";
import type { Reading } from "../platform.ts";
import { toOwn } from "./own.ts";
import { type Contents, infosOf, readContents } from "./parse/contents.ts";
import { numbersIn } from "./parse/language.ts";
import type { Section } from "./parse/map.ts";
import { certain, keyOf } from "./php/declarations.ts";
import { isOcsTable } from "./rules/ocs-names.ts";
import { rules } from "./rules/rules.ts";

/** What an OCS extension holds, and everything that is wrong with it. Nothing of it is run. */
export function read(tree: FileTree, neighbours: readonly Extension[]): Reading {
	const contents = readContents(tree);
	const extension = describe(contents);
	const others = neighbours.filter(
		(other) => other.platform !== "ocs-inventory" || other.id !== extension?.id,
	);
	const problems = rules.flatMap((rule) => rule({ contents, extension, neighbours: others }));
	return { extension, problems };
}

function describe(contents: Contents): Extension | null {
	const id = contents.installPhp?.ids[0];
	if (contents.installPhp === null || id === undefined) return null;
	const infos = infosOf(contents);
	const tables = [...contents.schema.keys()].filter((name) => !isOcsTable(name));
	const files = serverFiles(contents);
	const mapped = files.length === 0 ? [] : (contents.map?.sections ?? []);
	const sections = mapped.map(({ name }) => name);
	const name = infos.name === "" ? id : infos.name;
	return {
		format: extensionFormat,
		platform: "ocs-inventory",
		id,
		version: infos.version,
		name,
		description: infos.description,
		authors: infos.authors,
		licence: infos.licence,
		parts: {
			database: {
				install: contents.installPhp.install,
				remove: contents.installPhp.remove,
				tables,
			},
			server: { files },
			agents: {
				windows: contents.agents.windows,
				unix: contents.agents.unix.map(({ from, as, sha256, chosen }) => ({
					from,
					as,
					sha256,
					chosen,
				})),
			},
		},
		claims: [
			...claims("table", tables),
			...claims("section", sections),
			...claims("translation", numbersIn(contents.languages).map(String)),
			...claims(
				"file",
				files.map((file) => file.to),
			),
			...claims("name", [name]),
			...claims("php", certain(contents.installPhp.declarations).map(keyOf)),
		],
		own: toOwn({ sections, ...elementsOf(mapped) }),
	};
}

function elementsOf(sections: readonly Section[]) {
	if (sections.length === 0) return {};
	const lists = sections.flatMap(({ element }) => element ?? []);
	const read = sections.filter(({ isAutomatic }) => isAutomatic);
	const fields = new Set(read.flatMap(({ columns }) => columns));
	return { lists: [...new Set(lists)].sort(), fields: [...fields].sort() };
}

function claims(kind: Claim["kind"], values: readonly string[]): readonly Claim[] {
	return values.map((value) => ({ kind, value }));
}

/** What is loaded before what loads it. The Perl directory's name comes from the conf: Apache looks nowhere else. */
function serverFiles({ tree, conf, map }: Contents): readonly ServerFile[] {
	if (conf === null || conf.segment === null) return [];
	const placed: readonly { from: string; to: string }[] = [
		...(map === null
			? []
			: [{ from: map.path, to: `{perlDir}/Apache/Ocsinventory/Plugins/${conf.segment}/Map.pm` }]),
		{ from: conf.path, to: `{confDir}/${conf.name}` },
	];
	return placed.flatMap((file) => {
		const source = tree.files.get(file.from);
		return source === undefined ? [] : [{ ...file, sha256: source.sha256 }];
	});
}
