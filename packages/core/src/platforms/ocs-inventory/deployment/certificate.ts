import { printable } from "../../../domain/printable.ts";
import type { Problem } from "../../../domain/problem.ts";
import type { Certificate } from "../../delivery.ts";
import { ocsCodes } from "../codes.ts";

/**
 * Agents look at the name and the time, and whether they know who issued it: that they know by a cacert.pem of their own,
 * so what this machine knows is not the question. Those with ssl=0 look at nothing.
 */
export function certificateProblem({ host, wrong }: Certificate): Problem | null {
	if (wrong === null) return null;
	return {
		severity: "warning",
		code: ocsCodes["ocs/deployment-certificate"],
		path: "",
		part: "agent",
		message: printable(
			`The certificate of ${host} ${wrong}: agents that look at certificates cannot fetch packages there.`,
		),
		hint: "Give the web server a certificate that holds for the host of DOWNLOAD_URI_INFO, or name the host there for which it has one. Where your agents do not look at certificates (ssl=0), accept this code.",
	};
}

/** What agents need for it. */
export function certificateNote({ host, unknownIssuer }: Certificate): string | null {
	if (unknownIssuer === null) return null;
	return printable(
		`this machine does not know who issued the certificate of ${host}; agents need the certificate of "${unknownIssuer}" as their cacert.pem`,
	);
}
