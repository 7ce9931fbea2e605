import type { Section } from "../parse/map.ts";
import { ADOPTED_IN, isAdopted, isOcsTable } from "./ocs-names.ts";
import { listed, type Rule, type Subject, warning } from "./rule.ts";
import { isReservedColumn, isReservedTable } from "./sql-words.ts";

/** Names of sections and fields stand in the server's SQL as they are, and in XML. */
export const mapNames: Rule = ({ contents: { map } }) => {
	const sections = map?.sections ?? [];
	const columns = sections.flatMap((section) => section.columns);
	const reserved = [
		...sections.map(({ name }) => name).filter(isReservedTable),
		...columns.filter(isReservedColumn),
	];
	const impossible = [...sections.map(({ name }) => name), ...columns].filter(
		(name) => !/^[a-z_]\w{0,63}$/i.test(name),
	);
	const hint = "The server would answer 500 to every agent that sends the section.";
	const path = map?.path ?? "";
	return [
		...impossible.map((name) => {
			const shown = JSON.stringify(name.slice(0, 80));
			const message = `${shown} can be no XML element, or no table or column.`;
			return warning("server", "map-name", { path, message, hint });
		}),
		...reserved.map((name) => {
			const message = `${name} is a word of SQL, and OCS puts it into its statements without quotes.`;
			return warning("server", "map-name", { path, message, hint });
		}),
	];
};

export const ocsSections: Rule = ({ contents: { map } }) =>
	(map?.sections ?? [])
		.filter((section) => isOcsTable(section.name) || isAdopted(section.name))
		.map((section) => ({
			...warning("server", "section-of-ocs", {
				path: map?.path ?? "",
				message: `The section ${section.name} is OCS's own; this Map would replace it.`,
				hint: "Every computer's inventory goes through it. Ask the author for a section of the extension's own.",
			}),
			...(isOcsTable(section.name) ? {} : { schemaVersions: ADOPTED_IN }),
		}));

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

/** OCS names HARDWARE_ID itself, and the database numbers the rows. Upper and lower case are one to it. */
export const ownColumns: Rule = ({ contents: { map } }) =>
	(map?.sections ?? [])
		.filter((section) => section.isAutomatic)
		.flatMap((section) => {
			const names = ["hardware_id", ...section.columns.map((column) => column.toLowerCase())];
			const twice = section.columns.filter(
				(column, at) => names.indexOf(column.toLowerCase()) !== at + 1,
			);
			return [
				...(twice.length === 0 ? [] : [twiceProblem(map?.path ?? "", section, twice)]),
				...(names.includes("id") ? [numberProblem(map?.path ?? "", section)] : []),
			];
		});

function twiceProblem(path: string, section: Section, fields: readonly string[]) {
	return warning("server", "field-twice", {
		path,
		message: `The section ${section.name} lists ${listed(fields)}, and OCS would write that column twice.`,
		hint: `${failureOf(section)} OCS writes HARDWARE_ID itself, and to a database NAME and name are one column.`,
	});
}

function numberProblem(path: string, section: Section) {
	return warning("server", "field-id", {
		path,
		message: `The section ${section.name} lists ID, which the database gives to each row itself.`,
		hint: `${failureOf(section)} That is so as soon as two rows have the same ID, or one has none. Ask the author to take it out of the fields.`,
	});
}

export const fieldsThere: Rule = ({ contents: { map } }) =>
	(map?.sections ?? [])
		.filter((section) => section.isAutomatic && section.columns.length === 0)
		.map((section) =>
			warning("server", "section-without-fields", {
				path: map?.path ?? "",
				message: `The section ${section.name} has no fields that OCS would store.`,
				hint: "The server would write a row for each that an agent sends, with nothing in it but the computer's number.",
			}),
		);

export const sortColumn: Rule = (subject) =>
	writtenSections(subject).flatMap((section) => {
		const columns = subject.contents.schema.get(section.name);
		if (!columns || !section.isCompared || columns.has(section.sortBy.toLowerCase())) return [];
		return [
			warning("server", "sort-without-column", {
				path: subject.contents.map?.path ?? "",
				message: `The section ${section.name} is sorted by ${section.sortBy || "nothing"}, which is not a column of its table.`,
				hint: "The server would answer 500 where it compares an inventory with the one before.",
			}),
		];
	});

function failureOf(section: Section): string {
	return section.isMandatory
		? "The server would answer 500 to every agent: the section is mandatory."
		: "The server would answer 500 to every agent that sends the section.";
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
