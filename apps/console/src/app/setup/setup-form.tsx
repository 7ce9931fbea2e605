"use client";

import { Button, Stack, TextInput } from "@mantine/core";
import { AccountFields } from "../../components/account-fields.tsx";
import { FailureAlert } from "../../components/failure-alert.tsx";
import { openAfresh, signIn } from "../../components/session.ts";
import { useAction } from "../../components/use-action.ts";
import { createFirstAdministrator } from "./actions.ts";

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
		// Sent before the page is awake, a form must not put a password into the address.
		<form
			method="post"
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
						description="It is at the end of the address in Graft's terminal."
						autoComplete="off"
						required
					/>
				) : (
					<input type="hidden" name="token" value={token} />
				)}
				<AccountFields own />
				<Button type="submit" loading={busy}>
					Make me the administrator
				</Button>
			</Stack>
		</form>
	);
}
