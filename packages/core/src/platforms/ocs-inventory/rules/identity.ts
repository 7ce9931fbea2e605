import { infosOf } from "../parse/contents.ts";
import { error, info, listed, type Rule, warning } from "./rule.ts";

const INSTALL = "install.php";

/** install.php is what makes a folder an extension, and names it. */
export const installFunction: Rule = ({ contents: { installPhp, tree } }) => {
	if (installPhp === null) {
		const other = [...tree.files.keys()].find((path) => /(^|\/)install\.php$/i.test(path));
		return [
			error("no-install-php", {
				path: "",
				message: "There is no install.php at the extension's root.",
				hint:
					other === undefined
						? "OCS knows an extension by its install.php. Get a complete archive from its author."
						: `There is one at ${other}: pack its folder, with install.php at the top.`,
			}),
		];
	}
	if (installPhp.fault !== null) {
		return [
			error("install-php-syntax", {
				path: INSTALL,
				message: `install.php is not PHP that can be read: ${installPhp.fault}.`,
				hint: "OCS's console would fail at it too. Fix the file, or ask the extension's author.",
			}),
		];
	}
	if (installPhp.ids.length > 0) return [];
	if (installPhp.namespaced !== null) {
		return [
			error("php-namespace", {
				path: INSTALL,
				message: `extension_install_${installPhp.namespaced} is in a namespace.`,
				hint: "OCS asks for its three functions outside of any namespace, and never offers this extension. Take the namespace out, or ask the extension's author.",
			}),
		];
	}
	if (installPhp.oldEngineId !== null) {
		return [
			error("old-engine", {
				path: INSTALL,
				message: `${installPhp.oldEngineId} is made for the plugin engine of OCS before 2.6 (plugin_init_${installPhp.oldEngineId}), which is gone.`,
				hint: "Look for a newer release: its install.php has extension_install_<id>.",
			}),
		];
	}
	return [
		error("no-install-function", {
			path: INSTALL,
			message: "install.php has no function extension_install_<id>, so the extension has no id.",
			hint: "OCS asks for extension_install_<id>, extension_delete_<id> and extension_upgrade_<id>.",
		}),
	];
};

const LONGEST_ID = 100;

export const safeId: Rule = ({ extension }) =>
	extension === null || (/^\w+$/.test(extension.id) && extension.id.length <= LONGEST_ID)
		? []
		: [
				error("id-unsafe", {
					path: INSTALL,
					message: `The id ${JSON.stringify(extension.id.slice(0, 80))} cannot be the name of a folder.`,
					hint: `An id has letters, digits and underscores, ${LONGEST_ID} at most.`,
				}),
			];

export const oneId: Rule = ({ contents: { installPhp }, extension }) =>
	extension === null || installPhp === null || installPhp.ids.length < 2
		? []
		: [
				warning("web", "several-install-functions", {
					path: INSTALL,
					message: `install.php installs ${listed(installPhp.ids)}; ${extension.id} is taken.`,
					hint: "An extension has one extension_install_<id>. Ask its author which it is.",
				}),
			];

export const allFunctions: Rule = ({ contents: { installPhp }, extension }) =>
	(extension === null ? [] : (installPhp?.missing ?? [])).map((name) =>
		warning("web", "function-missing", {
			path: INSTALL,
			message: `install.php has no function extension_${name}_${extension?.id}.`,
			hint: "OCS's own console lists an extension only where all three functions are there.",
		}),
	);

export const looseCode: Rule = ({ contents: { installPhp } }) =>
	typeof installPhp?.looseCode !== "number"
		? []
		: [
				warning("web", "loose-code", {
					path: INSTALL,
					message: `Line ${installPhp.looseCode} of install.php is code outside of a function.`,
					hint: "OCS's console runs it whenever somebody opens its list of extensions. Read it before you accept it.",
				}),
			];

/** OCS writes the version into its SQL as it stands, unquoted. */
export const version: Rule = ({ contents, extension }) => {
	if (extension === null || /^\d+(\.\d+)?$/.test(extension.version)) return [];
	const path = contents.infos === null ? "" : "infos.json";
	if (!/^[\w.+-]*$/.test(extension.version) || /^[.-]|\.\./.test(extension.version)) {
		return [
			error("version-unsafe", {
				path,
				message: `${JSON.stringify(extension.version.slice(0, 80))} is not a valid version.`,
				hint: "OCS puts it into its SQL unquoted. A version is a number such as 1.2.",
			}),
		];
	}
	const written =
		extension.version === ""
			? "There is no version"
			: `The version ${extension.version} is not a number`;
	return [
		info("version-not-a-number", {
			path,
			message: `${written}: OCS's console would report success and not enter the extension.`,
			hint: "Graft can enter it all the same. OCS shows a number, 0 where it finds none.",
		}),
	];
};

export const readableInfos: Rule = ({ contents: { infos } }) => {
	if (infos === null) {
		return [
			info("infos-missing", {
				path: "",
				message: "There is no infos.json: name, version, authors and licence are not known.",
				hint: "The extension works without it; OCS's console shows it without a name.",
			}),
		];
	}
	return infos.fault === null
		? []
		: [
				warning("web", "infos-unreadable", {
					path: "infos.json",
					message: `infos.json cannot be read: ${infos.fault}.`,
					hint: "OCS's console cannot read it either: it reports success and does not enter the extension. Save it as UTF-8 without a byte order mark, and as an object of JSON.",
				}),
			];
};

/** Texts that OCS asks for, where something else stands. */
export const shapeOfInfos: Rule = ({ contents }) => {
	const { misshapen, isAuthorText } = infosOf(contents);
	const path = "infos.json";
	return [
		...(misshapen.length === 0
			? []
			: [
					warning("web", "infos-shape", {
						path,
						message: `What infos.json has as ${listed(misshapen)} is not what OCS's console asks for there.`,
						hint: "Its own installation ends with an error of PHP, and enters no row. `description` is an object with a text for each language, such as en; the others are texts. Graft enters the extension all the same.",
					}),
				]),
		...(isAuthorText
			? [
					info("infos-author", {
						path,
						message:
							"The author in infos.json is a text; OCS's console asks for a list, and shows its first letter only.",
						hint: "Write it as a list of one.",
					}),
				]
			: []),
	];
};

/** Terminal escapes, and marks that turn the direction of text: they make a name look like another. */
const CONTROL = /[\p{Cc}\p{Bidi_Control}]/u;

export const plainText: Rule = ({ contents }) => {
	const { name, description, authors, licence } = infosOf(contents);
	const fields = { displayName: name, description, author: authors.join(), licence };
	return Object.entries(fields)
		.filter(([, text]) => CONTROL.test(text.replace(/[\t\n\r]/g, "")))
		.map(([field]) =>
			warning("web", "text-control", {
				path: "infos.json",
				message: `${field} holds control characters.`,
				hint: "They can make a page or a terminal show something else than what is there. Have them taken out.",
			}),
		);
};

const LONGEST_TEXT = 255;

export const textFits: Rule = ({ contents }) => {
	const { name, description, licence } = infosOf(contents);
	const long = Object.entries({ displayName: name, description, licence }).filter(
		([, text]) => text.length > LONGEST_TEXT,
	);
	return long.map(([field]) =>
		info("text-too-long", {
			path: "infos.json",
			message: `${field} has more than ${LONGEST_TEXT} characters.`,
			hint: "OCS's table has no room for more; the rest is cut off there.",
		}),
	);
};
