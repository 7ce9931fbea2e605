import type { Context } from "@graft/services/context";
import type { ExtensionDetail } from "@graft/services/extensions/get-extension";
import { Skeleton } from "@mantine/core";
import { type ReactNode, Suspense } from "react";
import { DatabaseLook } from "./database-look.tsx";

interface Props {
	readonly ctx: Context;
	readonly extension: ExtensionDetail;
	readonly mayChange: boolean;
	readonly tab: string | string[] | undefined;
}

/** What OCS's database has to say on the tab that is open; it is not asked for any other. */
export function lookFor({ tab, ...props }: Props): ReactNode {
	if (tab !== "database") return null;
	return (
		<Suspense fallback={<Skeleton h={120} aria-label="OCS's database is being asked" />}>
			<DatabaseLook {...props} />
		</Suspense>
	);
}
