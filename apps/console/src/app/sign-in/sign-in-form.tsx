"use client";

import { Alert, Button, PasswordInput, Stack, TextInput } from "@mantine/core";
import { useState, useTransition } from "react";
import { openAfresh, signIn } from "../../components/session.ts";

export function SignInForm() {
	const [busy, startTransition] = useTransition();
	const [refusal, setRefusal] = useState<string | null>(null);

	function submit(form: FormData): void {
		startTransition(async () => {
			const refused = await signIn(String(form.get("email")), String(form.get("password")));
			setRefusal(refused);
			if (refused === null) openAfresh("/extensions");
		});
	}

	return (
		// Sent before the page is awake, a form must not put a password into the address.
		<form
			method="post"
			onSubmit={(event) => {
				event.preventDefault();
				submit(new FormData(event.currentTarget));
			}}
		>
			<Stack>
				{refusal !== null && (
					<Alert color="red" role="alert">
						{refusal}
					</Alert>
				)}
				<TextInput
					name="email"
					type="email"
					label="E-mail address"
					autoComplete="username"
					required
				/>
				<PasswordInput name="password" label="Password" autoComplete="current-password" required />
				<Button type="submit" loading={busy}>
					Sign in
				</Button>
			</Stack>
		</form>
	);
}
