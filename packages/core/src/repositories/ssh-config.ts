import { homedir } from "node:os";
import { join } from "node:path";
import type { RepositoryAddress } from "./repository-address.ts";

/**
 * What OpenSSH is told (ssh_config(5)): nothing of the user's own settings, which may run programs. Host keys are always
 * checked, by `knownHosts`, by what the user knows, and by what the system knows.
 */
export function sshConfig({ key }: Pick<RepositoryAddress, "key">, knownHosts: string): string {
	const known = [knownHosts, join(homedir(), ".ssh", "known_hosts")].map(quoted).join(" ");
	return [
		"BatchMode yes",
		"StrictHostKeyChecking yes",
		"UpdateHostKeys no",
		"ConnectTimeout 20",
		"ServerAliveInterval 15",
		`UserKnownHostsFile ${known}`,
		...(key === undefined ? [] : [`IdentityFile ${quoted(key)}`, "IdentitiesOnly yes"]),
		"",
	].join("\n");
}

function quoted(path: string): string {
	return `"${path.replaceAll("%", "%%")}"`;
}
