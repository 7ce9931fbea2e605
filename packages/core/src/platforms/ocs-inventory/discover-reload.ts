import type { Connection } from "../../connections/connection.ts";
import type { ServiceStep } from "../../domain/plan.ts";
import type { Problem } from "../../domain/problem.ts";
import { askForAnswer } from "../../host/ask-for-answer.ts";
import { findService } from "../../host/look-at-service.ts";
import type { Given } from "../place.ts";
import type { ApacheServer } from "./apache/find-servers.ts";
import { ocsCodes } from "./codes.ts";

/** Also of an Apache that does not run: one that ended over a plugin is started again when that was taken back. */
export function serviceOf(apache: ApacheServer): ServiceStep {
	return {
		kind: "reload",
		target: apache.configFile,
		argv: apache.graceful,
		start: apache.start,
		process: { kind: "pid-file", path: apache.pidFile },
		until: [
			{ kind: "same-process" },
			{ kind: "new-workers" },
			...(apache.urls.length > 0 ? [{ kind: "answer", urls: apache.urls } as const] : []),
		],
		deadlineMs: 30_000,
		log: apache.errorLog,
		why: "Apache reads its plugins only when it starts or reloads; graceful keeps the requests that are under way",
	};
}

/** The reload that was asked for. What would have to be seen of it is looked at now, not when time is over. */
export async function findReload(
	connection: Connection,
	given: Given,
	apache: ApacheServer | null,
): Promise<{ service: ServiceStep | null; problems: readonly Problem[] }> {
	if (!given.reload) return { service: null, problems: [] };
	if (!(await connection.hasShell())) return none("This server gives no shell");
	if (!apache) return none("No Apache configuration on this server names this plugins folder");
	if (!apache.running)
		return none(
			`The Apache of ${apache.configFile} does not run, or is hidden from this user (${apache.pidFile})`,
		);
	const [seen, answered] = await Promise.all([
		findService(connection, { kind: "pid-file", path: apache.pidFile }),
		askForAnswer(connection, apache.urls),
	]);
	if (!seen || seen.workers.length === 0) {
		const what = seen ? "which of its processes take requests" : "its process";
		return none(
			`The Apache of ${apache.configFile} runs, but ${what} cannot be seen below /proc (no Linux, or hidden from this user), so nobody could tell whether it came back from a reload`,
		);
	}
	return {
		service: serviceOf(apache),
		problems: answered ? [] : [noAnswer(apache, answered === null)],
	};
}

function none(obstacle: string): { service: null; problems: readonly Problem[] } {
	return {
		service: null,
		problems: [
			{
				severity: "warning",
				code: ocsCodes["ocs/no-reload"],
				path: "",
				message: `${obstacle}: Apache cannot be reloaded, although a reload was asked for.`,
				hint: "Accept this, or do without a reload (--no-reload); either way reload Apache yourself afterwards.",
				part: "server",
			},
		],
	};
}

function noAnswer({ configFile, urls }: ApacheServer, noTool: boolean): Problem {
	const why = noTool
		? "there is neither curl nor perl nor bash to ask it with"
		: urls.length === 0
			? "its configuration names no port"
			: `nothing answers at ${urls.join(", ")} now`;
	return {
		severity: "info",
		code: ocsCodes["ocs/reload-unasked"],
		path: "",
		message: `Whether the Apache of ${configFile} answers after its reload cannot be asked: ${why}.`,
		hint: "Its reload is believed when the same process has new workers.",
		part: "server",
	};
}
