"use client";

import { Button, PasswordInput, Stack, Text } from "@mantine/core";
import { useRef } from "react";
import { NewPasswordField } from "../../../components/account-fields.tsx";
import { FailureAlert } from "../../../components/failure-alert.tsx";
import { useAction } from "../../../components/use-action.ts";
import { changePassword } from "./actions.ts";

export function PasswordForm({ email }: { email: string }) {
	const { busy, failure, run } = useAction();
	const form = useRef<HTMLFormElement>(null);
	return (
		// Sent before the page is awake, a form must not put a password into the address.
		<form
			ref={form}
			method="post"
			onSubmit={(event) => {
				event.preventDefault();
				const written = new FormData(event.currentTarget);
				const input = { current: written.get("current"), password: written.get("password") };
				run(() => changePassword(input), {
					said: "Your password is changed.",
					done: () => form.current?.reset(),
				});
			}}
		>
			<Stack maw={420}>
				<Text size="sm" c="dimmed">
					Changing it signs you out everywhere else.
				</Text>
				{failure !== null && <FailureAlert failure={failure} />}
				<input type="hidden" name="email" autoComplete="username" value={email} readOnly />
				<PasswordInput
					name="current"
					label="Current password"
					autoComplete="current-password"
					required
				/>
				<NewPasswordField label="New password" />
				<Button type="submit" loading={busy} style={{ alignSelf: "flex-start" }}>
					Change it
				</Button>
			</Stack>
		</form>
	);
}
