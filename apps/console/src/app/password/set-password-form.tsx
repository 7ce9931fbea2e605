"use client";

import { Button, Stack } from "@mantine/core";
import { NewPasswordField } from "../../components/account-fields.tsx";
import { FailureAlert } from "../../components/failure-alert.tsx";
import { openAfresh, signIn } from "../../components/session.ts";
import { useAction } from "../../components/use-action.ts";
import { setPassword } from "./actions.ts";

export function SetPasswordForm({ token }: { token: string }) {
	const { busy, failure, run } = useAction();
	return (
		// Sent before the page is awake, a form must not put a password into the address.
		<form
			method="post"
			onSubmit={(event) => {
				event.preventDefault();
				const password = String(new FormData(event.currentTarget).get("password"));
				run(() => setPassword({ token, password }), {
					said: "Your password is set.",
					done: async ({ email }) => {
						const refused = await signIn(email, password);
						openAfresh(refused === null ? "/extensions" : "/sign-in");
					},
				});
			}}
		>
			<Stack>
				{failure !== null && <FailureAlert failure={failure} />}
				<NewPasswordField label="New password" />
				<Button type="submit" loading={busy}>
					Set it
				</Button>
			</Stack>
		</form>
	);
}
