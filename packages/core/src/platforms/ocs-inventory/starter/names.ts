import type { StarterAnswers } from "../../starter.ts";
import { FIRST_FREE_TRANSLATION } from "../rules/ocs-names.ts";

/** What one name is called in each place. */
export interface Names {
	/** The id: name of the folder, of the table and of the section. */
	readonly id: string;
	/** For people: "Disk health". */
	readonly title: string;
	/** In the names of Perl packages. */
	readonly segment: string;
	/** Of XML. */
	readonly element: string;
	readonly columns: readonly Column[];
	/** Of the title; its columns follow. */
	readonly translation: number;
}

export interface Column {
	readonly name: string;
	readonly label: string;
	readonly translation: number;
}

export function namesOf({ name, collects }: StarterAnswers): Names {
	const translation = firstTranslation(name);
	return {
		id: name,
		title: titleOf(name),
		segment: upperFirst(name),
		element: name.toUpperCase(),
		columns: collects.map((word, at) => ({
			name: word.toUpperCase(),
			label: titleOf(word),
			translation: translation + 1 + at,
		})),
		translation,
	};
}

function titleOf(word: string): string {
	return upperFirst(word.replaceAll("_", " "));
}

function upperFirst(word: string): string {
	return word.charAt(0).toUpperCase() + word.slice(1);
}

/** Numbers are one for the whole console: a hundred of them, far from OCS's own, by the name alone. */
function firstTranslation(name: string): number {
	const hundreds = 8_999;
	const hash = [...name].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % hundreds, 7);
	return FIRST_FREE_TRANSLATION * 10 + hash * 100;
}
