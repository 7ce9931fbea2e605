import { inspectArchive } from "@graft/services/archives/inspect-archive";
import type { Context } from "@graft/services/context/context";
import type { Session } from "../session/session.ts";
import { oneLine } from "../showing/one-line.ts";
import { isArchivePath, readArchiveFile } from "./subject.ts";

/** The session with the root that a person chose, where an archive holds several extensions and somebody can be asked. */
export async function withChosenRoot(
	session: Session,
	ctx: Context,
	subject: string,
): Promise<Session> {
	const { ask, options } = session;
	if (ask === null || options.yes || options.root !== undefined || !isArchivePath(subject)) {
		return session;
	}
	const { bytes } = await readArchiveFile(subject, options);
	const { archive } = await inspectArchive({ ctx, input: { bytes } });
	const choices = (archive.roots ?? []).map(({ path, platform }) => ({
		value: path,
		name: `${oneLine(path)}, for ${platform}`,
	}));
	if (choices.length === 0) return session;
	const root = await ask.choose("Which of the extensions in this archive?", choices);
	return { ...session, options: { ...options, root } };
}
