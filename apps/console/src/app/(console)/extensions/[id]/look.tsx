import type { Context } from "@graft/services/context/context";
import { Skeleton } from "@mantine/core";
import { type ReactNode, Suspense } from "react";
import type { ShownExtension } from "../../../../server/shown-extension.ts";
import { AgentsLook } from "./agents/agents-look.tsx";
import { DatabaseLook } from "./database/database-look.tsx";

interface Props {
	readonly ctx: Context;
	readonly extension: ShownExtension;
	readonly mayChange: boolean;
	readonly tab: string | string[] | undefined;
}

const looks = [
	{ value: "database", Look: DatabaseLook },
	{ value: "agents", Look: AgentsLook },
] as const;

/** What its system's database has to say on the tab that is open; it is not asked for any other. */
export function lookFor({ tab, ...props }: Props): ReactNode {
	const Look = looks.find(({ value }) => value === tab)?.Look;
	if (Look === undefined) return null;
	return (
		<Suspense fallback={<Skeleton h={120} aria-label="Reading the database" />}>
			<Look {...props} />
		</Suspense>
	);
}
