"use client";

import type { Person } from "@graft/services/people/people";
import { Group, Paper, Stack, Text } from "@mantine/core";
import { roleNames } from "../../../components/account.ts";
import { Fact } from "../../../components/fact.tsx";
import { FailureAlert } from "../../../components/failure-alert.tsx";
import { LocalTime } from "../../../components/local-time.tsx";
import { ReasonedButton } from "../../../components/reasoned-button.tsx";
import { useAction } from "../../../components/use-action.ts";
import { giveRole, setAccess } from "./actions.ts";
import { PasswordLink } from "./password-link.tsx";
import classes from "./people-list.module.css";

interface Props {
	readonly people: readonly Person[];
	readonly callerId: string;
}

export function PeopleList({ people, callerId }: Props) {
	return (
		<Paper component="ul" withBorder className={classes.list} aria-label="People who may sign in">
			{people.map((person) => (
				<li key={person.id}>
					<Row person={person} isCaller={person.id === callerId} />
				</li>
			))}
		</Paper>
	);
}

function Row({ person, isCaller }: { person: Person; isCaller: boolean }) {
	const { id, name, email, role, disabled, createdAt } = person;
	const { busy, failure, run } = useAction();
	const reason = isCaller ? "This is you. Another administrator may change it." : null;
	const isAdministrator = role === "administrator";
	const next = isAdministrator ? "viewer" : "administrator";

	return (
		<Stack gap="sm" p="md">
			<div className={classes.row}>
				<div>
					<Text fw={600}>
						{name}
						{isCaller && " (you)"}
					</Text>
					<Text size="sm" c="dimmed">
						{email}
					</Text>
				</div>
				<Fact name="Role">{isAdministrator ? roleNames.administrator : roleNames.viewer}</Fact>
				<Fact name="Access" tone={disabled ? "bad" : "good"}>
					{disabled ? "Disabled" : "May sign in"}
				</Fact>
				<Fact name="Since">
					<LocalTime at={createdAt} />
				</Fact>
				<Group gap="xs" className={classes.buttons}>
					<ReasonedButton
						size="xs"
						variant="default"
						loading={busy}
						reason={reason}
						aria-label={`Make ${next}: ${name}`}
						onClick={() =>
							run(() => giveRole({ id, role: next }), {
								said: `${name} is ${roleNames[next].toLowerCase()} now.`,
							})
						}
					>
						Make {next}
					</ReasonedButton>
					<ReasonedButton
						size="xs"
						variant="default"
						loading={busy}
						reason={reason}
						aria-label={`${disabled ? "Enable" : "Disable"}: ${name}`}
						onClick={() =>
							run(() => setAccess({ id, disabled: !disabled }), {
								said: disabled
									? `${name} may sign in again.`
									: `${name} is signed out and disabled.`,
							})
						}
					>
						{disabled ? "Enable" : "Disable"}
					</ReasonedButton>
					{!isCaller && !disabled && <PasswordLink id={id} name={name} />}
				</Group>
			</div>
			{failure !== null && <FailureAlert failure={failure} />}
		</Stack>
	);
}
