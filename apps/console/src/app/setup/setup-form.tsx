"use client";

import { Button, PasswordInput, Stack, TextInput } from "@mantine/core";
import { FailureAlert } from "../../components/failure-alert.tsx";
import { openAfresh, signIn } from "../../components/session.ts";
import { useAction } from "../../components/use-action.ts";
import { createFirstAdministrator } from "./actions.ts";
import { shortestPassword } from "./administrator.ts";

export function SetupForm({ token }: { token: string }) {
	const { busy, failure, run } = useAction();

	function submit(form: FormData): void {
		const password = String(form.get("password"));
		run(() => createFirstAdministrator(Object.fromEntries(form)), {
			said: "You are the administrator.",
			done: async ({ email }) => {
				const refused = await signIn(email, password);
				openAfresh(refused === null ? "/extensions" : "/sign-in");
			},
		});
	}

	return (
		<form
			onSubmit={(event) => {
				event.preventDefault();
				submit(new FormData(event.currentTarget));
			}}
		>
			<Stack>
				{failure !== null && <FailureAlert failure={failure} />}
				{token === "" ? (
					<TextInput
						name="token"
						label="Token"
						description="It stands at the end of the address in Graft's terminal."
						autoComplete="off"
						required
					/>
				) : (
					<input type="hidden" name="token" value={token} />
				)}
				<TextInput name="name" label="Name" autoComplete="name" required />
				<TextInput
					name="email"
					type="email"
					label="E-mail address"
					autoComplete="username"
					required
				/>
				<PasswordInput
					name="password"
					label="Password"
					description={`At least ${shortestPassword} characters.`}
					autoComplete="new-password"
					minLength={shortestPassword}
					required
				/>
				<Button type="submit" loading={busy}>
					Make me the administrator
				</Button>
			</Stack>
		</form>
	);
}
