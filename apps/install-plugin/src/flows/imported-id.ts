import { GraftError } from "@graft/core/domain/errors";
import type { Goal } from "@graft/core/domain/plan";
import { inspectArchive } from "@graft/services/archives/inspect-archive";
import type { Context } from "@graft/services/context/context";
import { isArchivePath, readArchiveFile, subjectId } from "../asking/subject.ts";
import type { Session } from "../session/session.ts";
import { named } from "../showing/named.ts";

/** The id that is meant. An archive that is to be installed is imported first, and that is said. */
export async function importedId(
	session: Session,
	ctx: Context,
	subject: string,
	goal: Goal,
): Promise<string> {
	const { options, output } = session;
	if (!isArchivePath(subject)) return subjectId(subject, options);
	const archive = await readArchiveFile(subject, options);
	if (goal === "present") {
		// It knows every verb; a plan does not wait for them.
		const { perform } = await import("./perform.ts");
		const input = { ...archive, accept: [...(options.accept ?? [])] };
		const { id, version } = await perform(session, ctx, "import", input);
		output.note(`Imported ${named(id, version)} from ${subject}.`);
		return id;
	}
	const { bytes, root } = archive;
	const { extension, problems } = await inspectArchive({ ctx, input: { bytes, root } });
	if (extension === null)
		throw new GraftError("refused", `${subject} does not say which extension it is.`, {
			hint: "Name the extension by its id: install-plugin list",
			problems,
		});
	return extension.id;
}
