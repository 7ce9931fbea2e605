import { numbersIn } from "../parse/language.ts";
import { COMPUTER_CATEGORIES, FIRST_FREE_TRANSLATION, OCS_LANGUAGES } from "./ocs-names.ts";
import { distinct, error, info, listed, type Rule, warning } from "./rule.ts";

const path = "hook.xml";
/** Hooks that show something. */
const PAGES: ReadonlySet<string> = new Set(["menu", "submenu", "cdentry"]);

export const readableHooks: Rule = ({ contents: { hooks } }) => {
	if (hooks?.isHostile) {
		return [
			error("hook-dtd", {
				path,
				message: "hook.xml has a document type definition, or an encoding that can hide one.",
				hint: "OCS's console would follow its entities to any file. A hook.xml has neither, and is UTF-8.",
			}),
		];
	}
	return typeof hooks?.fault !== "string"
		? []
		: [
				warning("web", "hook-malformed", {
					path,
					message: `hook.xml is not well formed: ${hooks.fault}.`,
					hint: "Once the extension is active, OCS's console fails at it on every page.",
				}),
			];
};

/** The identifier becomes a path on the console's machine. */
export const hookNames: Rule = ({ contents: { hooks } }) =>
	(hooks?.hooks ?? [])
		.filter((hook) => /[/\\]|\.\.|[^\x20-\x7e]/.test(hook.identifier))
		.map((hook) =>
			error("hook-identifier", {
				path,
				message: `The identifier ${JSON.stringify(hook.identifier.slice(0, 80))} is not a valid name of a page.`,
				hint: "OCS makes a path of it. An identifier is the name of a folder of the extension.",
			}),
		);

export const hookPages: Rule = ({ contents: { hooks, tree } }) =>
	distinct(
		(hooks?.hooks ?? [])
			.filter((hook) => PAGES.has(hook.type))
			.map((hook) => `${hook.identifier}/${hook.identifier}.php`),
	)
		.filter((page) => !tree.files.has(page))
		.map((page) =>
			info("hook-page-missing", {
				path,
				message: `hook.xml names a page that is not there: ${page.slice(0, 120)}.`,
				hint: "Its place in OCS's console will be empty.",
			}),
		);

export const hookTwice: Rule = ({ contents: { hooks } }) => {
	const keys = (hooks?.hooks ?? [])
		.filter((hook) => hook.identifier !== "")
		.map((hook) => `${hook.type} ${hook.identifier}`);
	return distinct(keys.filter((key, index) => keys.indexOf(key) !== index)).map((key) =>
		info("hook-twice", {
			path,
			message: `The hook ${key.slice(0, 80)} is there twice.`,
			hint: "OCS's console shows one of them, or both.",
		}),
	);
};

export const hookCategories: Rule = ({ contents: { hooks } }) =>
	(hooks?.hooks ?? [])
		.filter((hook) => hook.type === "cdentry" && !COMPUTER_CATEGORIES.has(hook.category))
		.map((hook) =>
			info("hook-category", {
				path,
				message: `${hook.identifier.slice(0, 80)} asks for the category ${JSON.stringify(hook.category.slice(0, 80))}, which a computer's page does not have.`,
				hint: `The categories are ${listed([...COMPUTER_CATEGORIES])}.`,
			}),
		);

/** The console's own language, or else en_GB; no other file is looked at. */
export const hookLabels: Rule = ({ contents: { hooks, languages } }) => {
	const known = [...languages].filter(([language]) => OCS_LANGUAGES.has(language));
	const others = [...languages.keys()].filter((language) => !OCS_LANGUAGES.has(language));
	const asking = (hooks?.hooks ?? []).filter(
		({ type, translation }) =>
			PAGES.has(type) &&
			!(/^\d+$/.test(translation) && Number(translation) < FIRST_FREE_TRANSLATION),
	);
	return asking.flatMap(({ identifier, translation }) => {
		const having = known.filter(([, labels]) => (labels.get(translation) ?? "") !== "");
		const found = having.map(([language]) => language);
		if (found.includes("en_GB")) return [];
		const page = `${JSON.stringify(identifier.slice(0, 80))} asks for the text ${JSON.stringify(translation.slice(0, 80))}`;
		return [
			info("hook-label-missing", {
				path,
				message:
					found.length === 0
						? `${page}, which no file has that OCS reads: its place in the console would have no name.`
						: `${page}, which only ${listed(found)} has: in other languages its place in the console would have no name.`,
				hint:
					others.length === 0
						? "Add a line with it to language/en_GB/en_GB.txt: the number, a space, the text."
						: `OCS has no language ${listed(others)}. It reads language/en_GB/en_GB.txt where the console's own language has no file.`,
			}),
		];
	});
};

export const ownTranslations: Rule = ({ contents: { languages } }) => {
	const taken = numbersIn(languages).filter((number) => number < FIRST_FREE_TRANSLATION);
	return taken.length === 0
		? []
		: [
				info("translation-of-ocs", {
					path: "language",
					message: `It gives texts to the numbers ${listed(taken.map(String))}, which are OCS's own.`,
					hint: `OCS's console shows the extension's text instead of its own. Numbers from ${FIRST_FREE_TRANSLATION} on are free.`,
				}),
			];
};

export const composer: Rule = ({ contents: { tree } }) =>
	tree.files.has("composer.json") && !tree.files.has("vendor/autoload.php")
		? [
				info("composer", {
					path: "composer.json",
					message: "It needs PHP libraries that are not in the archive.",
					hint: "Run `composer install` in the extension's folder on the console's machine; Graft does not.",
				}),
			]
		: [];
