import { userInfo } from "node:os";
import type { Terminal } from "../terminal/terminal.ts";

/** Who stands in the log: behind sudo, the person who called it. */
export function actorName({ env }: Terminal): string {
	if (env.SUDO_USER) return `${env.SUDO_USER} (sudo)`;
	try {
		return userInfo().username;
	} catch {
		return `uid ${process.getuid?.() ?? "unknown"}`;
	}
}
