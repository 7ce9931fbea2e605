import { getStatus } from "@graft/services/servers/get-status";
import { demandId } from "../asking/subject.ts";
import { exitCodes } from "../program/exit-codes.ts";
import { serverFromFlags } from "../program/server-flags.ts";
import { readSecrets } from "../session/secrets.ts";
import { withView } from "../session/services.ts";
import type { Run } from "../session/session.ts";
import { oneLine } from "../showing/one-line.ts";
import { statusLines } from "../showing/status.ts";

export const run: Run = async (session, subject) => {
	const id = subject === "" ? "" : demandId(subject);
	const { options, output } = session;
	const server = serverFromFlags(options, await readSecrets(session));
	// Many servers are looked at together, and nobody answers for ten at once.
	const asking = server === undefined ? { ...session, ask: null } : session;
	const status = await withView(asking, (ctx) =>
		getStatus({
			ctx,
			input: {
				...(id === "" ? {} : { id }),
				...(server === undefined ? {} : { server }),
				...(options.serverDir === undefined ? {} : { serverDir: options.serverDir }),
			},
		}),
	);
	const reasons = status.extensions.flatMap(({ database }) => database.reason ?? []);
	output.warn([...new Set(reasons)].map(oneLine));
	if (options.json) output.json(status);
	else output.text(statusLines(status, output.paint));
	const drifted = status.extensions.some(({ database, servers, repository, groups }) =>
		[database, ...servers, repository ?? [], groups ?? []]
			.flat()
			.some(({ state }) => state === "drifted" || state === "other-version"),
	);
	return drifted ? exitCodes.drift : exitCodes.done;
};
