import { GraftError } from "@graft/core/domain/errors";
import { forgetServer, previewForget } from "@graft/services/servers/forget-server";
import { listServers } from "@graft/services/servers/list-servers";
import { type ExitCode, exitCodes } from "../program/exit-codes.ts";
import { missing } from "../program/server-flags.ts";
import { withContext, withView } from "../session/services.ts";
import type { Run, Session } from "../session/session.ts";
import { oneLine } from "../showing/one-line.ts";
import { serverListLines, stayingLines } from "../showing/servers.ts";

export const run: Run = (session, subject, address) => {
	if (subject === "list" && address === "") return list(session);
	if (subject === "forget" && address !== "") return forget(session, address);
	throw new GraftError("usage", "server is followed by list, or by forget and an address.", {
		hint: "install-plugin server forget ADDRESS; install-plugin server list shows the addresses.",
	});
};

async function list(session: Session): Promise<ExitCode> {
	const { options, output } = session;
	const servers = await withView(session, (ctx) => listServers({ ctx, input: {} }));
	if (options.json) output.json({ format: 1, servers });
	else output.text(serverListLines(servers, output.paint));
	return exitCodes.done;
}

async function forget(session: Session, address: string): Promise<ExitCode> {
	const { options, output, ask } = session;
	if (!options.yes && !options.dryRun && ask === null)
		throw missing("--yes", "forgetting a server must be confirmed");
	const input = { address };
	const known = await withView(session, (ctx) => previewForget({ ctx, input }));
	const label = oneLine(known.server);
	const tell = (changed: boolean, text: string): ExitCode => {
		if (options.json) output.json({ format: 1, ...known, changed });
		else output.text([text]);
		return exitCodes.done;
	};
	output.warn(stayingLines(known));
	if (options.dryRun) return tell(false, `Would forget ${label}.`);
	if (!options.yes && !(await ask?.confirm(`Forget ${label}?`, false))) {
		output.note("Nothing was forgotten.");
		return exitCodes.done;
	}
	await withContext(session, (ctx) => forgetServer({ ctx, input }));
	return tell(
		true,
		`${label} is forgotten. Graft did not connect to it, and changed nothing there.`,
	);
}
