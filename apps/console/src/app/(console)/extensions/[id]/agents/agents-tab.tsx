"use client";

import type { AgentFile } from "@graft/core/domain/extension";
import { unaccepted } from "@graft/core/domain/problem";
import type { ExtensionDetail } from "@graft/services/extensions/get-extension";
import { Checkbox, Code, Group, Stack, Text, TextInput } from "@mantine/core";
import { type ReactNode, useState, useTransition } from "react";
import { FailureAlert } from "../../../../../components/failure-alert.tsx";
import { ProblemList } from "../../../../../components/problem-list.tsx";
import { ReasonedButton } from "../../../../../components/reasoned-button.tsx";
import { Section } from "../../../../../components/section.tsx";
import { useTicks } from "../../../../../components/use-ticks.ts";
import type { Failure } from "../../../../../server/failure.ts";
import { DeployButton } from "../deployment/deploy-button.tsx";
import { offerBundles } from "./actions.ts";
import type { BundleChoice, BundleOffer } from "./bundle-choice.ts";
import { BundleOffers } from "./bundle-offers.tsx";

type Offered = { readonly choice: BundleChoice; readonly offers: readonly BundleOffer[] };

interface Props {
	readonly extension: ExtensionDetail;
	readonly mayChange: boolean;
	/** What its system's database says; null where it has nothing to do with it. */
	readonly look: ReactNode;
}

export function AgentsTab({ extension, mayChange, look }: Props) {
	const { windows, unix } = extension.parts.agents;
	const open = unaccepted(extension.problems, extension.accepted, "agent");
	const { ticked, tick } = useTicks();
	const complete = open.every(({ code }) => ticked.includes(code));
	const [files, setFiles] = useState<readonly string[]>(() =>
		[...windows, ...unix].filter(({ chosen }) => chosen).map(({ from }) => from),
	);
	const [windowsPath, setWindowsPath] = useState("");
	const [offered, setOffered] = useState<Offered | null>(null);
	const [failure, setFailure] = useState<Failure | null>(null);
	const [busy, startTransition] = useTransition();

	const choice = {
		id: extension.id,
		files: [...files],
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

	function choose(chosen: string[]): void {
		setFiles(chosen);
		// What is offered below must be what is ticked above.
		setOffered(null);
	}

	if (windows.length + unix.length === 0) {
		return (
			<Stack gap="xl">
				<Text size="sm" c="dimmed">
					It has no agent part: nothing needs to be given to agents.
				</Text>
				{look}
			</Stack>
		);
	}
	return (
		<Stack gap="xl">
			{look}
			<Section title="What agents get">
				<Checkbox.Group value={[...files]} onChange={choose} aria-label="Scripts to bundle">
					<Stack gap="md">
						<Choices name="Windows" files={windows} />
						<Choices name="Unix" files={unix} />
					</Stack>
				</Checkbox.Group>
				{windows.length > 0 && (
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
						reason={reasonAgainst(files.length, complete)}
						onClick={build}
					>
						Build bundles
					</ReasonedButton>
					{look !== null && (
						<DeployButton
							choice={choice}
							reason={
								mayChange
									? reasonAgainst(files.length, complete)
									: "Only an administrator may do this."
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

function Choices({ name, files }: { name: string; files: readonly AgentFile[] }) {
	if (files.length === 0) return null;
	return (
		<Stack gap={6}>
			<Text size="sm" fw={600}>
				{name}
			</Text>
			{files.map(({ from, as, chosen }) => (
				<Checkbox
					key={from}
					value={from}
					label={
						<>
							<Code>{from}</Code>
							{from.endsWith(`/${as}`) ? "" : ` as ${as}`}
							{chosen ? "" : " (an alternative, not proposed)"}
						</>
					}
				/>
			))}
		</Stack>
	);
}
