import { addressForms } from "@graft/core/connections/find-transport";
import { type Command, InvalidArgumentError } from "commander";

const reloadText = "reload the host's service at the end, check it, and roll back if it fails";

export function withGeneral(command: Command): Command {
	return command
		.option("--json", "one JSON object on stdout; never asks")
		.option("-q, --quiet", "no progress on stderr")
		.option("--debug", "show where an error came from")
		.option(
			"--extensions-dir <folder>",
			"where extensions are unpacked (EXTENSIONS_DIR)",
			once("--extensions-dir"),
		);
}

export function withYes(command: Command): Command {
	return command.option("-y, --yes", "do it without asking");
}

export function withAccept(command: Command): Command {
	return command.option(
		"--accept <code>",
		"accept a warning by its code (repeat it, or separate by commas)",
		list,
	);
}

export function withRoot(command: Command): Command {
	return command.option(
		"--root <folder>",
		"where in the archive the extension lies: a folder, or a zip in it",
		once("--root"),
	);
}

export function withServer(command: Command): Command {
	return withServerFolder(withConnection(command));
}

export function withServerFolder(command: Command): Command {
	return command.option(
		"--server-dir <folder>",
		"the folder that holds the plugins' folders; otherwise found out",
		once("--server-dir"),
	);
}

function withConnection(command: Command): Command {
	return command
		.option("--server <address>", addressForms, once("--server"))
		.option("--identity <file>", "private key to sign in with", once("--identity"))
		.option("--jump <address>", "go through this host: ssh://user@host:port", once("--jump"))
		.option("--sudo", "become root on the server by sudo")
		.option(
			"--expect-host-key <fingerprint>",
			"accept this host key on first contact: SHA256:…",
			once("--expect-host-key"),
		)
		.option("--password-stdin", "read the SSH password from standard input");
}

export function withServerPlan(command: Command): Command {
	return withPlan(withReload(withAccept(withServer(command))));
}

export function withPlan(command: Command): Command {
	return command.option("--plan <hash>", "apply exactly this plan, or refuse", planHash);
}

export function withDownloads(command: Command): Command {
	return withConnection(command).option(
		"--download-dir <folder>",
		"where packages for agents lie; otherwise as their system's settings say",
		once("--download-dir"),
	);
}

export function withMachines(command: Command): Command {
	return command.option("--machine <name>", "only this machine (repeat it)", list);
}

export function withDeploy(command: Command): Command {
	return withPlan(withAgentFiles(withMachines(command)))
		.option("--all", "to every machine")
		.option("--group <name>", "to the machines of this group", once("--group"));
}

export function withReload(command: Command): Command {
	return command
		.option("--reload", reloadText)
		.option("--no-reload", "leave the service as it runs");
}

export function withBundle(command: Command): Command {
	return withAgentFiles(command)
		.option(
			"--output <folder>",
			"where to write them (default: the current folder)",
			once("--output"),
		)
		.option("--deployment", "also write packages for the system's own deployment");
}

export function withStart(command: Command): Command {
	return command
		.option("--platform <id>", "the system that it is for", once("--platform"))
		.option("--name <name>", "its name, which becomes its id", once("--name"))
		.option("--collects <words>", "what it collects: columns or metrics, by commas", list);
}

function withAgentFiles(command: Command): Command {
	return command
		.option("--script <path>", "take this agent file (repeat it); default: those proposed", list)
		.option(
			"--windows-path <path>",
			"where Windows agents store the scripts",
			once("--windows-path"),
		);
}

/** Two different answers to one question are a mistake; the last one must not win silently. */
export function once(flag: string) {
	return (value: string, previous: string | undefined): string => {
		if (previous !== undefined) throw new InvalidArgumentError(`Give ${flag} once.`);
		if (value === "") throw new InvalidArgumentError("It is empty.");
		return value;
	};
}

function planHash(value: string, previous: string | undefined): string {
	if (/^[0-9a-f]{64}$/.test(value)) return once("--plan")(value, previous);
	throw new InvalidArgumentError("Give the 64 characters that `plan` prints as its hash.");
}

export function seconds(value: string): number {
	if (/^\d{1,5}$/.test(value)) return Number(value);
	throw new InvalidArgumentError("Give a number of seconds, up to 99999.");
}

export function list(value: string, previous: readonly string[] = []): readonly string[] {
	const values = value.split(",").map((text) => text.trim());
	if (values.includes("")) throw new InvalidArgumentError("One of the values is empty.");
	return [...previous, ...values];
}
