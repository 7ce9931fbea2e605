"use client";

import { Code, Text } from "@mantine/core";
import { Section } from "../../../../../components/section.tsx";
import { useSystem } from "../../../../../components/systems.tsx";
import type { CommandLine } from "../../../../../server/command-line.ts";
import type { ShownExtension } from "../../../../../server/shown-extension.ts";
import { Command } from "../command.tsx";

interface Props {
	readonly extension: ShownExtension;
	readonly line: CommandLine;
}

/** What to type in a shell to put it on a server, look there, and take it off. */
export function InstallPluginCommands({ extension, line }: Props) {
	const { reloads } = useSystem();
	const { id, servers } = extension;
	const on = servers.find(({ state }) => state !== "missing");
	const reload = reloads ? " --reload" : "";
	const example = "ssh://user@host:22";

	/** Root is needed on most servers: here by sudo before the command, elsewhere by its flag. */
	function typed(verb: string, server: string, flags: string): string {
		const isLocal = server === "local";
		const sudo = isLocal || server.startsWith("ssh://root@") ? "" : " --sudo";
		const words = [...(isLocal ? ["sudo"] : []), ...line.settings, "npx install-plugin"];
		return `${words.join(" ")} ${verb} ${id} --server ${server}${sudo}${flags}`;
	}

	return (
		<>
			<Section title="Install it on a server">
				<Text size="sm" c="dimmed">
					In Graft's folder <Code>{line.folder}</Code>. Each command shows its plan and asks before
					it changes anything.
					{reload !== "" &&
						" Without --reload the files are installed, and the service reads them at its next reload."}
				</Text>
				<Text size="sm">On this machine:</Text>
				<Command text={typed("install", "local", reload)} />
				<Text size="sm">On another, over SSH:</Text>
				<Command text={typed("install", example, reload)} />
			</Section>
			{on !== undefined && (
				<Section title="Check or uninstall it">
					<Text size="sm">See what is installed now, on every known server:</Text>
					<Command text={[...line.settings, "npx install-plugin status", id].join(" ")} />
					<Text size="sm">Uninstall it from {on.server}:</Text>
					<Command text={typed("uninstall", on.server, reload)} />
				</Section>
			)}
		</>
	);
}
