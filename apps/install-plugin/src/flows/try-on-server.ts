import { previewTry, type TriedExtension } from "@graft/services/servers/try-extension";
import { choosePlace } from "../asking/place.ts";
import { type ExitCode, exitCodes } from "../program/exit-codes.ts";
import { missing } from "../program/server-flags.ts";
import { withContext, withView } from "../session/services.ts";
import type { Session } from "../session/session.ts";
import { indented } from "../showing/indented.ts";
import { oneLine } from "../showing/one-line.ts";
import { perform } from "./perform.ts";

/** Has a server use what is installed there. */
export function tryOnServer(session: Session, id: string): Promise<ExitCode> {
	const { options, output, ask } = session;
	const { dryRun = false } = options;
	if (!options.yes && !dryRun && ask === null)
		throw missing("--yes", "running something on a server must be confirmed");
	const open = dryRun ? withView : withContext;
	return open(session, async (ctx) => {
		const input = { id, ...(await choosePlace(session)) };
		const runs = await previewTry({ ctx, input });
		if (dryRun) {
			if (options.json) output.json({ format: 1, id, runs });
			else output.text(runs.map(({ how }) => oneLine(how)));
			return exitCodes.done;
		}
		for (const { how } of runs) output.note(oneLine(how));
		if (!options.yes && !(await ask?.confirm("Run this now?", true))) {
			output.note("Nothing was run.");
			return exitCodes.done;
		}
		const done = await perform(session, ctx, "try", input);
		if (options.json) output.json({ format: 1, id, ...done });
		else output.text(done.tried.flatMap(lines));
		return codeOf(done);
	});
}

const said = { worked: "works", unclear: "ran", failed: "failed" } as const;

function lines({ name, result, words, output }: TriedExtension["tried"][number]): string[] {
	const shown =
		output.trim() === "" ? ["It put out nothing."] : ["It put out:", ...indented(output, "  ")];
	return [`${oneLine(name)} ${said[result]}. ${oneLine(words)}`, ...shown];
}

function codeOf({ tried }: TriedExtension): ExitCode {
	return tried.some(({ result }) => result === "failed") ? exitCodes.refused : exitCodes.done;
}
