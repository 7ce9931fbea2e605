import { listSessions } from "@graft/services/people/sessions";
import { Stack, Title } from "@mantine/core";
import type { Metadata } from "next";
import { Section } from "../../../components/section.tsx";
import { callerContext } from "../../../server/context-of-caller.ts";
import { PasswordForm } from "./password-form.tsx";
import { SessionList } from "./session-list.tsx";

export const metadata: Metadata = { title: "Your account" };

export default async function AccountPage() {
	const { ctx, caller } = await callerContext();
	return (
		<Stack gap="xl">
			<Title order={1}>Your account</Title>
			<Section title="Password">
				<PasswordForm email={caller.email} />
			</Section>
			<Section title="Where you are signed in">
				<SessionList sessions={await listSessions(ctx, caller)} />
			</Section>
		</Stack>
	);
}
