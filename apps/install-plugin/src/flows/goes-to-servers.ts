import { filesPlaceOf, findPlatform } from "@graft/core/platforms/places";
import { inspectArchive } from "@graft/services/archives/inspect-archive";
import { getExtension } from "@graft/services/extensions/get-extension";
import type { ArchiveInput } from "../asking/subject.ts";
import { withView } from "../session/services.ts";
import type { Session } from "../session/session.ts";

/** Whether a server has to be named: some systems' extensions have no place on one. What cannot be read may need one. */
export function goesToServers(
	session: Session,
	subject: ArchiveInput | { readonly id: string },
): Promise<boolean> {
	return withView(session, async (ctx) => {
		const platform = findPlatform(
			"id" in subject
				? (await getExtension({ ctx, input: subject })).platform
				: (await inspectArchive({ ctx, input: withoutName(subject) })).extension?.platform,
		);
		return platform === undefined || filesPlaceOf(platform) !== undefined;
	});
}

function withoutName({ bytes, root }: ArchiveInput) {
	return root === undefined ? { bytes } : { bytes, root };
}
