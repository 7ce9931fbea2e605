"use client";

import { Code, Text } from "@mantine/core";
import { Fragment } from "react";
import { Section } from "../../../../../components/section.tsx";
import { useSystem } from "../../../../../components/systems.tsx";
import type { CommandLine } from "../../../../../server/command-line.ts";
import type { CommandTarget } from "../../../../../server/command-targets.ts";
import type { ShownExtension } from "../../../../../server/shown-extension.ts";
import { Command } from "../command.tsx";

interface Props {
	readonly extension: ShownExtension;
	readonly line: CommandLine;
}

/** What to type in a shell to put it on a server, look there, and take it off. */
export function InstallPluginCommands({ extension, line }: Props) {
	const { reloads } = useSystem();
	const { id, commandTargets } = extension;
	const { examples, installed } = commandTargets;
	const reload = reloads ? " --reload" : "";

	/** Root is needed on most servers. */
	function typed(verb: string, { address, becomesRoot }: CommandTarget, flags: string): string {
		const before = becomesRoot === "called by sudo" ? ["sudo"] : [];
		const after = becomesRoot === "by --sudo" ? " --sudo" : "";
		const words = [...before, ...line.settings, "npx install-plugin"];
		return `${words.join(" ")} ${verb} ${id} --server ${address}${after}${flags}`;
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
				{examples.map(({ where, ...target }) => (
					<Fragment key={where}>
						<Text size="sm">Where it is {where}:</Text>
						<Command text={typed("install", target, reload)} />
					</Fragment>
				))}
			</Section>
			{installed !== null && (
				<Section title="Check or uninstall it">
					<Text size="sm">See what is installed now, on every known server:</Text>
					<Command text={[...line.settings, "npx install-plugin status", id].join(" ")} />
					<Text size="sm">Uninstall it from {installed.address}:</Text>
					<Command text={typed("uninstall", installed, reload)} />
				</Section>
			)}
		</>
	);
}
