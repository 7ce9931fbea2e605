import type { Context } from "@graft/services/context";
import { type CheckedLink, checkLink } from "@graft/services/links/check-link";
import type { Metadata } from "next";
import { FailureAlert } from "../../../components/failure-alert.tsx";
import { Notice } from "../../../components/notice.tsx";
import { callerContext } from "../../../server/context-of-caller.ts";
import { type Failure, failureOf } from "../../../server/failure.ts";
import { DatabaseForm } from "./database-form.tsx";
import { LinkedDatabase } from "./linked-database.tsx";
import { SettingsFrame } from "./settings-frame.tsx";

export const metadata: Metadata = { title: "Settings" };

export default async function SettingsPage() {
	const { ctx, caller } = await callerContext();
	if (caller.role !== "administrator") {
		return <Notice title="For administrators">Only an administrator changes settings.</Notice>;
	}
	const { check, failure } = await look(ctx);
	return (
		<SettingsFrame>
			{failure !== null && <FailureAlert failure={failure} />}
			{check?.linked && <LinkedDatabase check={check} />}
			{check?.source !== "environment" && <DatabaseForm linked={check?.linked ?? false} />}
		</SettingsFrame>
	);
}

/** A link that cannot even be read is told, and can be made anew. */
async function look(ctx: Context): Promise<{ check: CheckedLink | null; failure: Failure | null }> {
	try {
		return { check: await checkLink({ ctx, input: {} }), failure: null };
	} catch (error) {
		return { check: null, failure: failureOf(error) };
	}
}
