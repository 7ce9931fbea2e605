import { mapModule } from "../parse/conf.ts";
import type { Section } from "../parse/map.ts";
import type { Schema } from "../parse/schema.ts";
import { isAdopted, isOcsList, isOcsTable } from "./ocs-names.ts";
import { info, listed, type Rule, type Subject, warning } from "./rule.ts";

export const mapSyntax: Rule = ({ contents: { map } }) =>
	map === null || map.fault === null
		? []
		: [
				warning("server", "map-syntax", {
					path: map.path,
					message: `Perl will not load it: line ${map.fault.line}, ${map.fault.message}.`,
					hint: "Apache ends at it. Mend the file, or ask the extension's author.",
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
	map === null || map.code === null || map.fault !== null
		? []
		: [
				warning("server", "map-code", {
					path: map.path,
					message: `Line ${map.code} is neither a section nor anything that a Map needs.`,
					hint: "It runs in Apache whenever that starts, and Apache ends if Perl refuses it. Read it before you accept it.",
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

/** Names of sections and fields stand in the server's SQL as they are. */
export const mapNames: Rule = ({ contents: { map } }) =>
	(map?.sections ?? [])
		.flatMap((section) => [section.name, ...section.columns])
		.filter((name) => !/^\w{1,64}$/.test(name))
		.map((name) =>
			warning("server", "map-name", {
				path: map?.path ?? "",
				message: `${JSON.stringify(name.slice(0, 80))} can be no table or column.`,
				hint: "The server would answer 500 to every agent that sends the section.",
			}),
		);

export const ocsSections: Rule = ({ contents: { map } }) =>
	(map?.sections ?? [])
		.filter((section) => isOcsTable(section.name) || isAdopted(section.name))
		.map((section) =>
			warning("server", "section-of-ocs", {
				path: map?.path ?? "",
				message: `The section ${section.name} is OCS's own; this Map would replace it.`,
				hint: "Every computer's inventory goes through it. Ask the author for a section of the extension's own.",
			}),
		);

export const sectionTables: Rule = (subject) =>
	writtenSections(subject)
		.filter((section) => !subject.contents.schema.has(section.name))
		.map((section) => {
			const other = [...subject.contents.schema.keys()].find(
				(table) => table.toLowerCase() === section.name.toLowerCase(),
			);
			return warning("server", "section-without-table", {
				path: subject.contents.map?.path ?? "",
				message:
					other === undefined
						? `The section ${section.name} has no table: install.php creates none of that name.`
						: `The section ${section.name} has no table: install.php creates ${other}, and databases on Linux tell them apart.`,
				hint: failureOf(section),
			});
		});

/** OCS finds a computer's rows by HARDWARE_ID, and the rows themselves by ID where it compares them. */
export const tableColumns: Rule = (subject) =>
	writtenSections(subject).flatMap((section) => {
		const columns = subject.contents.schema.get(section.name);
		if (!columns) return [];
		const needed = section.isCompared ? ["HARDWARE_ID", "ID"] : ["HARDWARE_ID"];
		const missing = needed.filter((column) => !columns.has(column.toLowerCase()));
		return missing.length === 0
			? []
			: [
					warning("server", "table-without-columns", {
						path: "install.php",
						message: `The table ${section.name} has no ${listed(missing)}, which OCS asks for in each table of a section.`,
						hint: failureOf(section),
					}),
				];
	});

export const fieldColumns: Rule = (subject) =>
	writtenSections(subject).flatMap((section) => {
		const columns = subject.contents.schema.get(section.name);
		if (!columns || !section.isAutomatic) return [];
		const missing = section.columns.filter((field) => !columns.has(field.toLowerCase()));
		return missing.length === 0
			? []
			: [
					warning("server", "field-without-column", {
						path: subject.contents.map?.path ?? "",
						message: `The table ${section.name} has no column for ${listed(missing)}.`,
						hint: failureOf(section),
					}),
				];
	});

export const sortColumn: Rule = (subject) =>
	writtenSections(subject).flatMap((section) => {
		const columns = sortable(subject.contents.schema, section);
		if (columns === null || !section.isCompared || columns.has(section.sortBy.toLowerCase()))
			return [];
		return [
			warning("server", "sort-without-column", {
				path: subject.contents.map?.path ?? "",
				message: `The section ${section.name} is sorted by ${section.sortBy || "nothing"}, which is no column of its table.`,
				hint: "The server would answer 500 where it compares an inventory with the one before.",
			}),
		];
	});

/** OCS's XML reader makes a list of every element of such a name, wherever it stands. */
export const listedFields: Rule = ({ contents: { map }, neighbours }) => {
	const sections = map?.sections ?? [];
	const lists = new Set(
		[
			...sections.filter((section) => section.isList).map((section) => section.name),
			...neighbours.flatMap((other) =>
				other.platform === "ocs-inventory" ? other.parts.server.sections : [],
			),
		].map((name) => name.toUpperCase()),
	);
	return sections.flatMap((section) => {
		const fields = section.columns.filter((field) => isOcsList(field) || lists.has(field));
		return fields.length === 0
			? []
			: [
					info("field-as-list", {
						path: map?.path ?? "",
						message: `The server reads ${listed(fields)} of the section ${section.name} as a list.`,
						hint: "The column will hold ARRAY(0x…): the XML elements have the name of something that can be there several times.",
					}),
				];
	});
};

function failureOf(section: Section): string {
	return section.isMandatory
		? "The server would answer 500 to every agent: the section is mandatory."
		: "The server would answer 500 to every agent that sends the section.";
}

function sortable(schema: Schema, section: Section): ReadonlySet<string> | null {
	return schema.get(section.name) ?? null;
}

/** Those that OCS reads, writes or deletes rows of; none where it cannot be told which tables there will be. */
function writtenSections({
	contents: { map, installPhp },
	extension,
}: Subject): readonly Section[] {
	if (map === null || extension === null || installPhp?.unreadable.length !== 0) return [];
	return map.sections.filter(
		(section) => (section.isAutomatic || section.isDeleted) && !isOcsTable(section.name),
	);
}
