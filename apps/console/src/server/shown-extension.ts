import { type Beginning, beginningOf } from "@graft/core/domain/beginning";
import { fewerProblems } from "@graft/core/domain/fewer-problems";
import { type ShownParts, shownParts } from "@graft/core/domain/shown-parts";
import type { ExtensionDetail, OperationRecord } from "@graft/services/extensions/get-extension";
import { type CommandTargets, commandTargets } from "./command-targets.ts";

type File = ExtensionDetail["files"][number];

/** An extension as its page shows it: small, whatever it holds. */
export interface ShownExtension extends Omit<ExtensionDetail, "parts" | "files"> {
	readonly parts: ShownParts;
	readonly commandTargets: CommandTargets;
	/** `bytes`: of all of them. */
	readonly files: Beginning<File> & { readonly bytes: number };
}

export function shownExtension(extension: ExtensionDetail): ShownExtension {
	const { parts, files, problems, operations, servers } = extension;
	const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
	return {
		...extension,
		parts: shownParts(parts),
		commandTargets: commandTargets(servers),
		files: { ...beginningOf(files), bytes },
		problems: fewerProblems(problems),
		operations: operations.map(withItsEnd),
	};
}

/** How it ended stands last. */
const mostLines = 100;

function withItsEnd(operation: OperationRecord): OperationRecord {
	const { lines, startedAt } = operation;
	const left = lines.length - mostLines;
	if (left <= 0) return operation;
	const first = { at: startedAt, text: `(${left} lines before these are left out)` };
	return { ...operation, lines: [first, ...lines.slice(-mostLines)] };
}
