import { lineOf, type PhpNode } from "../parse/php-nodes.ts";
import type { Check } from "./check.ts";
import * as classes from "./check-classes.ts";
import * as constants from "./check-constants.ts";
import * as file from "./check-file.ts";
import * as jumps from "./check-jumps.ts";
import { magicMethods } from "./check-magic.ts";
import * as syntax from "./check-syntax.ts";
import * as types from "./check-types.ts";
import * as uses from "./check-uses.ts";
import * as writes from "./check-writes.ts";
import { declarationsOf, declaredTwice } from "./declarations.ts";
import { familyFaults } from "./family/check-family.ts";
import { places } from "./places.ts";

/** Something that PHP refuses the whole file for. */
export interface Fault {
	readonly line: number;
	/** Without a full stop: "break outside of a loop". */
	readonly what: string;
}

/** Every export of these files is a check. */
const checks: readonly Check[] = [
	file,
	uses,
	jumps,
	writes,
	types,
	constants,
	classes,
	{ magicMethods },
	syntax,
].flatMap((area) => Object.values<Check>(area));

/** Enough for somebody to mend. */
const MOST_FAULTS = 10;

/** What PHP's compiler refuses in a file that its reader has taken, in the order of the file. */
export function findFaults(program: PhpNode, source: string): readonly Fault[] {
	const found: Fault[] = declaredTwice(declarationsOf(program)).map(({ kind, name, line }) => ({
		line,
		what: `the ${kind} ${name} is declared twice`,
	}));
	for (const place of places(program)) {
		for (const { node, what, until, since } of familyFaults(place.node)) {
			if (until === undefined && since === undefined) found.push({ line: lineOf(node), what });
		}
		for (const check of checks) {
			const what = check(place, source);
			if (what !== undefined) found.push({ line: lineOf(place.node), what });
			if (found.length >= MOST_FAULTS) return sorted(found);
		}
	}
	return sorted(found);
}

function sorted(faults: readonly Fault[]): readonly Fault[] {
	return [...faults].sort((left, right) => left.line - right.line);
}
