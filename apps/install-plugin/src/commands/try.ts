import { isTriedOnServer } from "@graft/services/servers/try-extension";
import { isArchivePath, subjectId } from "../asking/subject.ts";
import { tryHere } from "../flows/try-here.ts";
import { tryOnServer } from "../flows/try-on-server.ts";
import { withView } from "../session/services.ts";
import type { Run } from "../session/session.ts";

export const run: Run = async (session, subject, script) => {
	if (isArchivePath(subject)) return tryHere(session, subject, script);
	const id = subjectId(subject, session.options);
	const onServer = await withView(session, (ctx) => isTriedOnServer(ctx, id));
	return onServer ? tryOnServer(session, id) : tryHere(session, subject, script);
};
