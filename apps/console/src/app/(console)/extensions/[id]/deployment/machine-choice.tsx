"use client";

import type { Choice } from "@graft/core/platforms/delivery";
import { Radio, Stack, Textarea, TextInput } from "@mantine/core";

/** For whom, as somebody types it; null until somebody chose, "nobody" where that is offered. */
export interface WrittenChoice {
	readonly kind: Choice["kind"] | "nobody" | null;
	readonly group: string;
	readonly machines: string;
}

const labels: Record<NonNullable<WrittenChoice["kind"]>, string> = {
	machines: "Some, by name",
	group: "A group",
	all: "All",
	nobody: "None now",
};

interface Props {
	readonly kinds: readonly NonNullable<WrittenChoice["kind"]>[];
	readonly choice: WrittenChoice;
	readonly onChange: (choice: WrittenChoice) => void;
}

export function MachineChoice({ kinds, choice, onChange }: Props) {
	const { kind, group, machines } = choice;
	return (
		<>
			<Radio.Group
				label="For which machines"
				value={kind}
				onChange={(value) => onChange({ ...choice, kind: value as WrittenChoice["kind"] })}
			>
				<Stack gap="xs" mt="xs">
					{kinds.map((value) => (
						<Radio key={value} value={value} label={labels[value]} />
					))}
				</Stack>
			</Radio.Group>
			{kind === "machines" && (
				<Textarea
					label="Machines"
					description="One per line: the name, or the DEVICEID if several machines have that name."
					value={machines}
					onChange={(event) => onChange({ ...choice, machines: event.currentTarget.value })}
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
					onChange={(event) => onChange({ ...choice, group: event.currentTarget.value })}
					spellCheck={false}
				/>
			)}
		</>
	);
}

/** As the verbs want it; null where it is not complete, was not chosen, or is for nobody. */
export function chosenMachines({ kind, group, machines }: WrittenChoice): Choice | null {
	if (kind === null || kind === "nobody") return null;
	if (kind === "all") return { kind };
	if (kind === "group") return group.trim() === "" ? null : { kind, name: group.trim() };
	const names = machines
		.split("\n")
		.map((name) => name.trim())
		.filter((name) => name !== "");
	return names.length === 0 ? null : { kind, names };
}
