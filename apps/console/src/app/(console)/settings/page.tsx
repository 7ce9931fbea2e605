import { wordsOfKind } from "@graft/core/platforms/link-words";
import type { LinkKind } from "@graft/core/platforms/place";
import { linkKinds } from "@graft/core/platforms/places";
import type { Context } from "@graft/services/context/context";
import { type CheckedLink, checkLink } from "@graft/services/links/check-link";
import type { Metadata } from "next";
import { FailureAlert } from "../../../components/failure-alert.tsx";
import { Notice } from "../../../components/notice.tsx";
import { callerContext } from "../../../server/context-of-caller.ts";
import { type Failure, failureOf } from "../../../server/failure.ts";
import { LinkForm } from "./link-form.tsx";
import type { LinkWords } from "./link-words.ts";
import { LinkedSystem } from "./linked-system.tsx";
import { LinkFrame, SettingsFrame } from "./settings-frame.tsx";

export const metadata: Metadata = { title: "Settings" };

export default async function SettingsPage() {
	const { ctx, caller } = await callerContext();
	if (caller.role !== "administrator") {
		return <Notice title="For administrators">Only an administrator changes settings.</Notice>;
	}
	const looks = await Promise.all(linkKinds.map((kind) => look(ctx, kind)));
	return (
		<SettingsFrame>
			{looks.map(({ kind, check, failure }) => (
				<LinkFrame key={kind.id} name={kind.name} about={kind.about}>
					{failure !== null && <FailureAlert failure={failure} />}
					{check?.linked && <LinkedSystem {...{ kind, check }} />}
					{check?.source !== "environment" && (
						<LinkForm kind={kind} linked={check?.linked ?? false} />
					)}
				</LinkFrame>
			))}
		</SettingsFrame>
	);
}

interface Look {
	/** Its words, which the browser gets too. */
	readonly kind: LinkWords;
	readonly check: CheckedLink | null;
	readonly failure: Failure | null;
}

/** A link that cannot even be read is told, and can be made anew. */
async function look(ctx: Context, kindOfLink: LinkKind): Promise<Look> {
	const { id, name, about, variable, whereFound } = kindOfLink;
	const kind = { id, name, about, variable, whereFound, ...wordsOfKind[kindOfLink.kind] };
	try {
		return { kind, check: await checkLink({ ctx, input: { kind: id } }), failure: null };
	} catch (error) {
		return { kind, check: null, failure: failureOf(error) };
	}
}
