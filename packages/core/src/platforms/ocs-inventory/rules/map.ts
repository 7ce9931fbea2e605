import { mapModule } from "../parse/conf.ts";
import { info, listed, type Rule, warning } from "./rule.ts";

const MOST_PLACES = 20;

export const mapSyntax: Rule = ({ contents: { map } }) =>
	map === null || map.fault === null
		? []
		: [
				warning("server", "map-syntax", {
					path: map.path,
					message: `Perl will not load it: line ${map.fault.line}, ${map.fault.message}.`,
					hint: "Apache stops at it. Fix the file, or ask the extension's author.",
				}),
			];

export const mapSections: Rule = ({ contents: { map } }) =>
	map === null || map.fault !== null || map.sections.length > 0
		? []
		: [
				warning("server", "map-empty", {
					path: map.path,
					message: "No section was found in it: the server would store nothing.",
					hint: "A Map says $DATA_MAP{section} = { … }.",
				}),
			];

/** A Map is data. Anything else in it runs in Apache, whenever that starts. */
export const mapCode: Rule = ({ contents: { map } }) =>
	(map?.code ?? []).slice(0, MOST_PLACES).map((line) =>
		warning("server", "map-code", {
			path: map?.path ?? "",
			message: `Line ${line} begins something else than one section set to plain data, or what a Map needs besides.`,
			hint: "It runs in Apache whenever that starts, and Apache stops if Perl refuses it. Read it before you accept it.",
		}),
	);

export const mapUnassigned: Rule = ({ contents: { map } }) =>
	map === null || map.unassigned.length === 0
		? []
		: [
				warning("server", "map-unassigned", {
					path: map.path,
					message: `${listed(map.unassigned)} is named and not set: it has \`=>\` where \`=\` is meant.`,
					hint: "Perl passes over it, and the server would store nothing of such a section. Ask the author to fix it.",
				}),
			];

export const mapReplaced: Rule = ({ contents: { map } }) =>
	map === null || map.replacesAll === null
		? []
		: [
				warning("server", "map-replaced", {
					path: map.path,
					message: `Line ${map.replacesAll} sets %DATA_MAP as a whole: OCS's own sections, and those of all other extensions, would be gone from the server.`,
					hint: "A Map says $DATA_MAP{section} = { … } for each of its sections. Ask the author to fix it.",
				}),
			];

/** OCS's server asks each for what is in it as soon as Apache starts, under \`use strict\`. */
export const mapShape: Rule = ({ contents: { map } }) =>
	map === null || map.misshapen.length === 0
		? []
		: [
				warning("server", "map-shape", {
					path: map.path,
					message: `${listed(map.misshapen)} is not set to { … }.`,
					hint: "The Map loads all the same, but Apache stops when OCS's server reads it. Ask the author to fix it.",
				}),
			];

export const mapConnected: Rule = ({ contents: { map } }) =>
	map === null || map.isConnected || map.sections.length === 0
		? []
		: [
				warning("server", "map-unconnected", {
					path: map.path,
					message:
						"It does not say `use Apache::Ocsinventory::Map;`, whose %DATA_MAP it is to fill.",
					hint: "Perl refuses it under `use strict`, and otherwise the server never learns of its sections.",
				}),
			];

export const mapPackage: Rule = ({ contents: { map, conf } }) =>
	map === null || typeof conf?.segment !== "string" || map.module === mapModule(conf.segment)
		? []
		: [
				info("map-package", {
					path: map.path,
					message: `Its package is ${map.module ?? "not named"}, and ${conf.name} loads it as ${mapModule(conf.segment)}.`,
					hint: "It loads all the same: Perl goes by the file's place, which follows the conf.",
				}),
			];
