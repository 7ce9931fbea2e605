"use client";

import type { AgentFile } from "@graft/core/domain/extension";
import { unaccepted } from "@graft/core/domain/problem";
import { Group, Stack, Text, TextInput } from "@mantine/core";
import { type ReactNode, useState, useTransition } from "react";
import { AgentFiles } from "../../../../../components/agent-files.tsx";
import { FailureAlert } from "../../../../../components/failure-alert.tsx";
import { ProblemList } from "../../../../../components/problem-list.tsx";
import { ReasonedButton } from "../../../../../components/reasoned-button.tsx";
import { Section } from "../../../../../components/section.tsx";
import { useSystem } from "../../../../../components/systems.tsx";
import { useTicks } from "../../../../../components/use-ticks.ts";
import type { Failure } from "../../../../../server/failure.ts";
import type { ShownExtension } from "../../../../../server/shown-extension.ts";
import { DeployButton } from "../deployment/deploy-button.tsx";
import { offerBundles } from "./actions.ts";
import { AgentChoices } from "./agent-choices.tsx";
import type { BundleChoice, BundleOffer } from "./bundle-choice.ts";
import { BundleOffers } from "./bundle-offers.tsx";

const systems = [
	["windows", "Windows"],
	["unix", "Unix"],
] as const;

type Offered = { readonly choice: BundleChoice; readonly offers: readonly BundleOffer[] };

interface Props {
	readonly extension: ShownExtension;
	readonly mayChange: boolean;
	/** What its system's database says; null where it has nothing to do with it. */
	readonly look: ReactNode;
}

export function AgentsTab({ extension, mayChange, look }: Props) {
	const { hasBundles, short } = useSystem();
	const { windows, unix } = extension.parts.agents;
	const open = unaccepted(extension.problems, extension.accepted, "agent");
	const { ticked, tick } = useTicks();
	const complete = open.every(({ code }) => ticked.includes(code));
	const [without, setWithout] = useState<readonly string[]>([]);
	const [added, setAdded] = useState<readonly string[]>([]);
	const files = windows.chosen + unix.chosen - without.length + added.length;
	const [windowsPath, setWindowsPath] = useState("");
	const [offered, setOffered] = useState<Offered | null>(null);
	const [failure, setFailure] = useState<Failure | null>(null);
	const [busy, startTransition] = useTransition();

	const choice = {
		id: extension.id,
		without: [...without],
		added: [...added],
		windowsPath: windowsPath.trim(),
		accept: [...ticked],
	};

	function build(): void {
		startTransition(async () => {
			const result = await offerBundles(choice);
			setFailure(result.ok ? null : result.failure);
			setOffered(result.ok ? { choice, offers: result.value } : null);
		});
	}

	const isTicked = ({ from, chosen }: AgentFile) =>
		chosen ? !without.includes(from) : added.includes(from);

	function choose({ from, chosen }: AgentFile): void {
		const set = chosen ? setWithout : setAdded;
		set((paths) =>
			paths.includes(from) ? paths.filter((path) => path !== from) : [...paths, from],
		);
		// What is offered below must be what is ticked above.
		setOffered(null);
	}

	if (windows.count + unix.count === 0) {
		return (
			<Stack gap="xl">
				<Text size="sm" c="dimmed">
					It has no agent part: nothing needs to be given to agents.
				</Text>
				{look}
			</Stack>
		);
	}
	if (!hasBundles) {
		return (
			<Stack gap="md">
				<Text size="sm" c="dimmed">
					{short}'s agents get it by themselves: nothing needs to be bundled.
				</Text>
				<AgentFiles agents={extension.parts.agents} />
			</Stack>
		);
	}
	return (
		<Stack gap="xl">
			{look}
			<Section title="What agents get">
				<Stack gap="md" role="group" aria-label="Scripts to bundle">
					{systems.map(([system, name]) => (
						<AgentChoices
							key={system}
							{...{ id: extension.id, system, name, isTicked }}
							files={extension.parts.agents[system]}
							onChoose={choose}
						/>
					))}
				</Stack>
				{windows.count > 0 && (
					<TextInput
						maw={480}
						label="Folder on Windows agents"
						description="Left empty, the agent's own folder for plug-ins."
						value={windowsPath}
						onChange={(event) => {
							setWindowsPath(event.currentTarget.value);
							setOffered(null);
						}}
						spellCheck={false}
					/>
				)}
				{open.length > 0 && <ProblemList problems={open} accepted={ticked} onAccept={tick} />}
				<Group>
					<ReasonedButton
						loading={busy}
						variant={look === null ? "filled" : "light"}
						reason={reasonAgainst(files, complete)}
						onClick={build}
					>
						Build bundles
					</ReasonedButton>
					{look !== null && (
						<DeployButton
							choice={choice}
							reason={
								mayChange ? reasonAgainst(files, complete) : "Only an administrator may do this."
							}
						/>
					)}
				</Group>
				{failure !== null && <FailureAlert failure={failure} />}
			</Section>
			{offered !== null && <BundleOffers {...offered} />}
		</Stack>
	);
}

function reasonAgainst(files: number, complete: boolean): string | null {
	if (files === 0) return "Choose at least one script.";
	return complete ? null : "Accept every warning first.";
}
