import type { Extension } from "../../../domain/extension.ts";
import { fieldsOf, listsOf } from "../own.ts";
import type { Section } from "../parse/map.ts";
import { isOcsList, isOcsSingle, isVital } from "./ocs-elements.ts";
import { info, listed, type Rule, type Subject, warning } from "./rule.ts";

/**
 * OCS's XML reader makes a list of every element that has the name of a section with `multi`, wherever it stands. So names
 * count in both directions: what this extension makes a list of, and what others do.
 */

/** Fields of this extension that arrive as lists. */
export const listedFields: Rule = ({ contents: { map }, neighbours }) => {
	const sections = map?.sections ?? [];
	const lists = new Set([
		...sections.flatMap(({ element }) => element ?? []),
		...ofOcs(neighbours).flatMap(listsOf),
	]);
	return sections
		.filter((section) => section.isAutomatic)
		.flatMap((section) => {
			const fields = section.columns.filter((field) => isOcsList(field) || lists.has(field));
			return fields.length === 0 ? [] : [listedProblem(map?.path ?? "", section, fields)];
		});
};

function listedProblem(path: string, { name }: Section, fields: readonly string[]) {
	return info("field-as-list", {
		path,
		message: `The server reads ${listed(fields)} of the section ${name} as a list.`,
		hint: "The column will hold ARRAY(0x…): the XML elements have the name of something that can be there several times.",
	});
}

/** Fields of OCS and of other extensions that arrive as lists because of this one. */
export const sectionsAsFields: Rule = (subject) =>
	newLists(subject).flatMap((section) => {
		const element = section.element ?? "";
		const path = subject.contents.map?.path ?? "";
		const others = ofOcs(subject.neighbours)
			.filter((other) => fieldsOf(other).includes(element))
			.map(({ id }) => id);
		const message = (whose: string) =>
			`The section ${section.name} makes the server read every ${element} as a list, that of ${whose} too.`;
		return [
			...(isOcsSingle(element)
				? [
						warning("server", "section-as-field", {
							path,
							message: message("OCS itself"),
							hint: `${isVital(element) ? "The server would refuse every inventory with HTTP 500, or take it for another's." : "OCS's own columns would hold ARRAY(0x…) instead of what agents send."} Ask the author for a section of another name.`,
						}),
					]
				: []),
			...(others.length > 0
				? [
						warning("server", "section-as-field", {
							path,
							message: message(listed(others)),
							hint: `Its column would hold ARRAY(0x…) instead of what agents send. Use one of the two extensions on a server, not both.`,
						}),
					]
				: []),
		];
	});

/** Without `multi` OCS takes the section for one group of values, and finds a list. */
export const sectionsAsLists: Rule = ({ contents: { map }, neighbours }) => {
	const lists = new Set(ofOcs(neighbours).flatMap(listsOf));
	return (map?.sections ?? [])
		.filter(({ isAutomatic, element }) => isAutomatic && element === null)
		.filter(({ name }) => isOcsList(name.toUpperCase()) || lists.has(name.toUpperCase()))
		.map(({ name }) =>
			warning("server", "section-as-list", {
				path: map?.path ?? "",
				message: `The server reads ${name.toUpperCase()} as a list, but the section ${name} is not a list.`,
				hint: "The server would write rows with nothing in them. Ask the author for `multi => 1`, or for a section of another name.",
			}),
		);
};

/** A list that OCS has anyway is no news to it. */
function newLists({ contents: { map } }: Subject): readonly Section[] {
	return (map?.sections ?? []).filter(({ element }) => element !== null && !isOcsList(element));
}

function ofOcs(neighbours: readonly Extension[]): readonly Extension[] {
	return neighbours.filter(({ platform }) => platform === "ocs-inventory");
}
