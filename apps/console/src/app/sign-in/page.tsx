import { isSetupOpen } from "@graft/services/people/setup-token";
import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { FormCard } from "../../components/form-card.tsx";
import { findCaller } from "../../server/caller.ts";
import { sharedContext } from "../../server/context.ts";
import { SignInForm } from "./sign-in-form.tsx";

export const metadata: Metadata = { title: "Sign in" };

export default async function SignInPage() {
	if ((await findCaller()) !== null) redirect("/extensions");
	const lead = (await isSetupOpen(await sharedContext()))
		? "Nobody can sign in yet: open the address that Graft printed in its terminal."
		: "Sign in to manage extensions.";
	return (
		<FormCard title="Sign in" lead={lead}>
			<SignInForm />
		</FormCard>
	);
}
