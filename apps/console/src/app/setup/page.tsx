import { isSetupOpen } from "@graft/services/people/setup-token";
import { Anchor } from "@mantine/core";
import type { Metadata } from "next";
import { FormCard } from "../../components/form-card.tsx";
import { Notice } from "../../components/notice.tsx";
import { sharedContext } from "../../server/context.ts";
import { SetupForm } from "./setup-form.tsx";

export const metadata: Metadata = { title: "Set up" };

type Search = Promise<{ token?: string | string[] }>;

export default async function SetupPage({ searchParams }: { searchParams: Search }) {
	if (!(await isSetupOpen(await sharedContext()))) {
		return (
			<Notice title="Graft is set up already">
				There is an administrator. Whoever has an account signs in.
				<Anchor href="/sign-in">Sign in</Anchor>
			</Notice>
		);
	}
	const { token } = await searchParams;
	return (
		<FormCard title="Set up Graft" lead="You become its first administrator. This page works once.">
			<SetupForm token={typeof token === "string" ? token : ""} />
		</FormCard>
	);
}
