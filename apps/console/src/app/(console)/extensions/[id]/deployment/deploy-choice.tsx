"use client";

import type { Choice } from "@graft/core/platforms/ocs-inventory/deployment/machines";
import { Button, Group, Radio, Stack, Textarea, TextInput } from "@mantine/core";
import { useState } from "react";
import { FailureAlert } from "../../../../../components/failure-alert.tsx";
import { ReasonedButton } from "../../../../../components/reasoned-button.tsx";
import type { Failure } from "../../../../../server/failure.ts";
import { DownloadPlaceFields, placeInput, usualPlace } from "./download-place.tsx";

/** For whom, and where the packages lie. */
export interface Wish extends ReturnType<typeof placeInput> {
	readonly to: Choice;
}

interface Props {
	/** What was wished before, to go on from. */
	readonly wish: Wish | null;
	readonly busy: boolean;
	readonly failure: Failure | null;
	readonly onChoose: (wish: Wish) => void;
	readonly onClose: () => void;
}

export function DeployChoice({ wish, busy, failure, onChoose, onClose }: Props) {
	const before = wish?.to;
	const [kind, setKind] = useState<Choice["kind"]>(before?.kind ?? "machines");
	const [group, setGroup] = useState(before?.kind === "group" ? before.name : "");
	const [machines, setMachines] = useState(
		before?.kind === "machines" ? before.names.join("\n") : "",
	);
	const [place, setPlace] = useState(
		wish === null
			? usualPlace
			: { address: wish.server.address, downloadDir: wish.downloadDir ?? "" },
	);
	const to = choiceOf(kind, group, machines);

	return (
		<Stack>
			<Radio.Group
				label="For which machines"
				value={kind}
				onChange={(value) => setKind(value as Choice["kind"])}
			>
				<Stack gap="xs" mt="xs">
					<Radio value="machines" label="Some, by name" />
					<Radio value="group" label="A group of OCS" />
					<Radio value="all" label="All" />
				</Stack>
			</Radio.Group>
			{kind === "machines" && (
				<Textarea
					label="Machines"
					description="One a line: name, or DEVICEID where several have that name."
					value={machines}
					onChange={(event) => setMachines(event.currentTarget.value)}
					autosize
					minRows={2}
					maxRows={8}
					spellCheck={false}
				/>
			)}
			{kind === "group" && (
				<TextInput
					label="Group"
					value={group}
					onChange={(event) => setGroup(event.currentTarget.value)}
					spellCheck={false}
				/>
			)}
			<DownloadPlaceFields place={place} onChange={setPlace} />
			{failure !== null && <FailureAlert failure={failure} />}
			<Group justify="flex-end">
				<Button variant="default" onClick={onClose}>
					Cancel
				</Button>
				<ReasonedButton
					loading={busy}
					reason={to === null ? "Say for which machines first." : null}
					onClick={() => to !== null && onChoose({ to, ...placeInput(place) })}
				>
					Show the plan
				</ReasonedButton>
			</Group>
		</Stack>
	);
}

function choiceOf(kind: Choice["kind"], group: string, machines: string): Choice | null {
	if (kind === "all") return { kind };
	if (kind === "group") return group.trim() === "" ? null : { kind, name: group.trim() };
	const names = machines
		.split("\n")
		.map((name) => name.trim())
		.filter((name) => name !== "");
	return names.length === 0 ? null : { kind, names };
}
