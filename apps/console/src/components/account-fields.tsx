"use client";

import { PasswordInput, TextInput } from "@mantine/core";
import { shortestPassword } from "./account.ts";

/** The fields of an account that is made; `own` where whoever fills them in will use it. */
export function AccountFields({ own }: { own: boolean }) {
	return (
		<>
			<TextInput name="name" label="Name" autoComplete={own ? "name" : "off"} required />
			<TextInput
				name="email"
				type="email"
				label="E-mail address"
				autoComplete={own ? "username" : "off"}
				required
			/>
			<NewPasswordField label="Password" />
		</>
	);
}

export function NewPasswordField({ label }: { label: string }) {
	return (
		<PasswordInput
			name="password"
			label={label}
			description={`At least ${shortestPassword} characters.`}
			autoComplete="new-password"
			minLength={shortestPassword}
			required
		/>
	);
}
