"use client";

import { Button, Group, Modal, NativeSelect, Stack, Text } from "@mantine/core";
import { roleNames } from "../../../components/account.ts";
import { AccountFields } from "../../../components/account-fields.tsx";
import { FailureAlert } from "../../../components/failure-alert.tsx";
import { useAction } from "../../../components/use-action.ts";
import { add } from "./actions.ts";

const roles = (["viewer", "administrator"] as const).map((value) => ({
	value,
	label: roleNames[value],
}));

export function AddPerson({ onClose }: { onClose: () => void }) {
	const { busy, failure, run } = useAction();

	function submit(form: FormData): void {
		const person = Object.fromEntries(form);
		run(() => add(person), { said: `${person.name} may sign in now.`, done: onClose });
	}

	return (
		<Modal opened onClose={onClose} title="Add a person">
			<form
				onSubmit={(event) => {
					event.preventDefault();
					submit(new FormData(event.currentTarget));
				}}
			>
				<Stack>
					<Text size="sm" c="dimmed">
						Graft sends no mail: tell them the address of this console and the password.
					</Text>
					{failure !== null && <FailureAlert failure={failure} />}
					<AccountFields own={false} />
					<NativeSelect name="role" label="Role" data={roles} />
					<Group justify="flex-end">
						<Button variant="default" onClick={onClose}>
							Cancel
						</Button>
						<Button type="submit" loading={busy}>
							Add
						</Button>
					</Group>
				</Stack>
			</form>
		</Modal>
	);
}
