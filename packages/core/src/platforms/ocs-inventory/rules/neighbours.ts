import type { Claim, Extension } from "../../../domain/extension.ts";
import type { Problem } from "../../../domain/problem.ts";
import { info, listed, type Rule, type Subject, warning } from "./rule.ts";

/** PHP does not tell upper from lower case in functions: two such folders end OCS's console at once. */
export const secondCopy: Rule = ({ extension, neighbours }) =>
	neighbours
		.filter(
			(other) =>
				other.platform === "ocs-inventory" &&
				other.id.toLowerCase() === extension?.id.toLowerCase(),
		)
		.map((other) =>
			warning("web", "second-copy", {
				path: "install.php",
				message: `${other.id} is there already, and is the same to PHP as ${extension?.id}.`,
				hint: `OCS's console fails where both folders are there. Remove ${other.id} first.`,
			}),
		);

export const takenSections: Rule = (subject) =>
	taken(subject, "section", (values, other) =>
		warning("server", "section-taken", {
			path: subject.contents.map?.path ?? "",
			message: `The section ${listed(values)} belongs to ${other}.`,
			hint: `The server keeps one of the two Maps, whichever it loads last. Uninstall ${other} from the server first.`,
		}),
	);

export const takenFiles: Rule = (subject) =>
	taken(subject, "file", (values, other) =>
		warning("server", "file-taken", {
			path: subject.contents.conf?.path ?? "",
			message: `${listed(values)} belongs to ${other}.`,
			hint: `One would overwrite the other. Uninstall ${other} from the server first.`,
		}),
	);

export const takenTranslations: Rule = (subject) =>
	taken(subject, "translation", (values, other) =>
		info("translation-taken", {
			path: "language",
			message: `${other} gives texts to the numbers ${listed(values)} too.`,
			hint: "OCS's console shows one of the texts in both places.",
		}),
	);

/** Its own copy under an id that differs in case is told by that. */
export const takenPhpNames: Rule = (subject) => {
	const { extension, neighbours } = subject;
	const others = neighbours.filter(({ id }) => id.toLowerCase() !== extension?.id.toLowerCase());
	return taken({ ...subject, neighbours: others }, "php", (values, other) =>
		warning("web", "php-name-taken", {
			path: "install.php",
			message: `install.php declares ${listed(values)}, and so does that of ${other}.`,
			hint: `OCS's page of extensions fails where both folders are there. Remove ${other} first, or give one of them another name.`,
		}),
	);
};

export const takenNames: Rule = (subject) =>
	taken(subject, "name", (values, other) =>
		info("name-taken", {
			path: "infos.json",
			message: `${other} is called ${listed(values)} too.`,
			hint: "They can be told apart by their ids.",
		}),
	);

/** One problem for each neighbour that claims the same. */
function taken(
	{ extension, neighbours }: Subject,
	kind: Claim["kind"],
	problem: (values: readonly string[], other: string) => Problem,
): readonly Problem[] {
	const own = valuesOf(extension, kind);
	return neighbours
		.filter((other) => other.platform === "ocs-inventory")
		.map((other) => ({ other, theirs: new Set(valuesOf(other, kind)) }))
		.map(({ other, theirs }) => ({
			id: other.id,
			values: own.filter((value) => theirs.has(value)),
		}))
		.filter(({ values }) => values.length > 0)
		.map(({ values, id }) => problem(values, id));
}

function valuesOf(extension: Extension | null, kind: Claim["kind"]): readonly string[] {
	return (extension?.claims ?? [])
		.filter((claim) => claim.kind === kind)
		.map((claim) => claim.value);
}
