import { mapModule } from "../parse/conf.ts";
import { error, info, listed, type Rule, warning } from "./rule.ts";

/** Apache takes the mark for a part of the first directive, and does not start again. */
export const confMark: Rule = ({ contents: { conf, otherConfs } }) =>
	[...(conf === null ? [] : [conf]), ...otherConfs]
		.filter((one) => one.hasByteOrderMark)
		.map((one) =>
			error("conf-bom", {
				path: one.path,
				message: `${one.name} begins with a byte order mark, at which Apache stops.`,
				hint: "Save it as UTF-8 without a byte order mark.",
			}),
		);

export const confName: Rule = ({ contents: { conf } }) =>
	conf === null || /^[A-Za-z0-9][\w.-]{0,99}$/.test(conf.name)
		? []
		: [
				error("conf-name", {
					path: conf.path,
					message: `${JSON.stringify(conf.name)} is not a valid file name on the server.`,
					hint: "Name it after the extension's id: letters, digits, dots, dashes and underscores.",
				}),
			];

export const confLines: Rule = ({ contents: { conf } }) =>
	(conf?.otherLines ?? []).map(({ line, text }) =>
		warning("server", "conf-directive", {
			path: conf?.path ?? "",
			message: `Line ${line} does something else than to load a Perl module: ${text.slice(0, 80)}`,
			hint: "Apache stops at a directive that it does not know, and its configuration test does not tell. Look it up before you accept it.",
		}),
	);

/** Whatever the conf names must be there: Apache stops at a module that is not. */
export const modulesThere: Rule = ({ contents: { conf, map } }) => {
	if (conf === null) return [];
	const { path, modules, segment } = conf;
	if (modules.length === 0) {
		return [
			warning("server", "conf-module", {
				path,
				message: `${conf.name} loads no Perl module.`,
				hint: "It should hold one line, PerlModule Apache::Ocsinventory::Plugins::<Name>::Map.",
			}),
		];
	}
	const own = segment === null ? [] : [mapModule(segment)];
	const strangers = modules.filter((module) => !own.includes(module));
	const isMapMissing = segment !== null && map === null;
	return [...(isMapMissing ? own : []), ...strangers].map((module) =>
		warning("server", "module-missing", {
			path,
			message: `${conf.name} loads ${module.slice(0, 120)}, which this extension does not bring.`,
			hint: "Apache stops at a module that is not there. A Map is loaded as Apache::Ocsinventory::Plugins::<Name>::Map, upper and lower case exactly so.",
		}),
	);
};

export const confThere: Rule = ({ contents: { conf, map } }) =>
	conf !== null || map === null
		? []
		: [
				warning("server", "conf-missing", {
					path: map.path,
					message: "There is a Map.pm and no conf that loads it: nothing goes to the server.",
					hint: "APACHE/ should hold <id>.conf too.",
				}),
			];

export const oneConf: Rule = ({ contents: { conf, otherConfs } }) =>
	otherConfs.map((other) =>
		warning("server", "several-confs", {
			path: other.path,
			message: `There are several confs in APACHE/; ${conf?.name} is taken, ${other.name} is not.`,
			hint: "If the extension needs the other one, put it on the server by hand.",
		}),
	);

/** OCS's own installer looks for APACHE/Map.pm, and servers tell upper from lower case. */
export const folderCase: Rule = ({ contents: { conf, map } }) =>
	[map, conf]
		.filter((file) => file !== null)
		.filter((file) => !/^APACHE\/(Map\.pm|.*\.conf)$/.test(file.path))
		.map((file) =>
			info("folder-case", {
				path: file.path,
				message: `${file.path} is written in the wrong case: OCS's own installer asks for APACHE/Map.pm and APACHE/<id>.conf.`,
				hint: "Graft puts it where it belongs all the same.",
			}),
		);

/** A package can carry more for the server than the one conf and its Map. Say what stays behind. */
export const notCovered: Rule = ({ contents: { tree, conf, otherConfs, map } }) => {
	const known = [conf, map, ...otherConfs].map((file) => file?.path);
	const left = [...tree.files.values()].filter(
		(file) =>
			!known.includes(file.path) &&
			(/^APACHE\//i.test(file.path) ||
				(/\.conf$/i.test(file.path) &&
					/^[ \t]*PerlModule\s/im.test(new TextDecoder().decode(file.bytes)))),
	);
	return left.length === 0
		? []
		: [
				info("server-file-left", {
					path: left[0]?.path ?? "",
					message: `Not put on the server: ${listed(left.map((file) => file.path))}.`,
					hint: "Only Map.pm and the conf that loads it are. Its read-me should say what else the extension needs there.",
				}),
			];
};
