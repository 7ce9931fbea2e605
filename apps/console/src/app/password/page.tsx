import { Anchor } from "@mantine/core";
import type { Metadata } from "next";
import { FormCard } from "../../components/form-card.tsx";
import { Notice } from "../../components/notice.tsx";
import { SetPasswordForm } from "./set-password-form.tsx";

export const metadata: Metadata = { title: "New password" };

type Search = Promise<{ token?: string | string[] }>;

export default async function PasswordPage({ searchParams }: { searchParams: Search }) {
	const { token } = await searchParams;
	if (typeof token !== "string" || token === "") {
		return (
			<Notice title="This link is incomplete">
				Open the complete link that the administrator gave you.
				<Anchor href="/sign-in">Sign in</Anchor>
			</Notice>
		);
	}
	return (
		<FormCard
			title="New password"
			lead="This link works once. You are signed out everywhere by it."
		>
			<SetPasswordForm token={token} />
		</FormCard>
	);
}
