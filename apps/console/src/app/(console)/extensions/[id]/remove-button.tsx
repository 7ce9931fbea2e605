"use client";

import type { ExtensionDetail } from "@graft/services/extensions/get-extension";
import { Button, Group, List, Modal, Stack, TextInput } from "@mantine/core";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { FailureAlert } from "../../../../components/failure-alert.tsx";
import { countOf } from "../../../../components/numbers.ts";
import { ReasonedButton } from "../../../../components/reasoned-button.tsx";
import { useAction } from "../../../../components/use-action.ts";
import { remove } from "../actions.ts";

interface Props {
	readonly extension: ExtensionDetail;
	readonly mayChange: boolean;
}

function reasonAgainst({ extension, mayChange }: Props): string | null {
	if (!mayChange) return "Only an administrator may do this.";
	if (extension.active) return "It is active. Deactivate it first.";
	const servers = extension.servers.filter(({ state }) => state !== "missing");
	if (servers.length > 0) {
		return `It is on ${countOf(servers.length, "server")}. Take it off there first.`;
	}
	return null;
}

/** Removes after the person has read what goes and has written the extension's id. */
export function RemoveButton({ extension, mayChange }: Props) {
	const { id, name, versions } = extension;
	const router = useRouter();
	const [asking, setAsking] = useState(false);
	const [written, setWritten] = useState("");
	const { busy, failure, run } = useAction();

	function removeIt(): void {
		run(() => remove({ id }), {
			said: `${name} is removed.`,
			done: () => router.replace("/extensions"),
		});
	}

	return (
		<>
			<ReasonedButton
				variant="outline"
				color="red"
				reason={reasonAgainst({ extension, mayChange })}
				onClick={() => setAsking(true)}
			>
				Remove
			</ReasonedButton>
			<Modal opened={asking} onClose={() => setAsking(false)} title={`Remove ${name}`}>
				<Stack>
					<List size="sm" spacing={4}>
						<List.Item>Its folder {id} in the extensions folder goes.</List.Item>
						<List.Item>It leaves this list.</List.Item>
						<List.Item>
							{countOf(versions.length, "archive")} of it {versions.length === 1 ? "is" : "are"}{" "}
							kept in Graft.
						</List.Item>
						<List.Item>Nothing changes in the inventory's database or on any server.</List.Item>
					</List>
					<TextInput
						label={
							<>
								Write <strong>{id}</strong> to confirm
							</>
						}
						value={written}
						onChange={(event) => setWritten(event.currentTarget.value)}
						autoComplete="off"
						spellCheck={false}
						data-autofocus
					/>
					{failure !== null && <FailureAlert failure={failure} />}
					<Group justify="flex-end">
						<Button variant="default" onClick={() => setAsking(false)}>
							Cancel
						</Button>
						<ReasonedButton
							color="red"
							loading={busy}
							reason={written === id ? null : "Write its id first."}
							onClick={removeIt}
						>
							Remove it
						</ReasonedButton>
					</Group>
				</Stack>
			</Modal>
		</>
	);
}
