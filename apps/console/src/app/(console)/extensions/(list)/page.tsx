import { fewerProblems } from "@graft/core/domain/fewer-problems";
import { listExtensions } from "@graft/services/extensions/list-extensions";
import { Alert } from "@mantine/core";
import type { Metadata } from "next";
import { callerContext } from "../../../../server/context-of-caller.ts";
import { askedFor, wishOf } from "../arrange.ts";
import { BrokenFolders } from "../broken-folders.tsx";
import { ExtensionList } from "../extension-list.tsx";
import { FirstSteps } from "../first-steps.tsx";
import { ListHeading } from "../list-heading.tsx";
import { rowOf } from "../row-of.ts";

export const metadata: Metadata = { title: "Extensions" };

interface Props {
	readonly searchParams: Promise<Record<string, unknown>>;
}

export default async function ExtensionsPage({ searchParams }: Props) {
	const { ctx } = await callerContext();
	const addressed = wishOf(await searchParams);
	const list = await listExtensions({ ctx, input: askedFor(addressed) });
	const { extensions, broken, archives, note, found, total, managed } = list;
	const folders = broken.map((one) => ({ ...one, problems: fewerProblems(one.problems) }));
	const mayChange = ctx.actor.role === "administrator";
	return (
		<>
			<ListHeading count={total} />
			{note !== null && (
				<Alert color="orange" role="status" mb="lg">
					{note}
				</Alert>
			)}
			{archives.length > 0 && (
				<Alert color="orange" role="status" mb="lg">
					In the extensions folder, but not imported: {archives.join(", ")}. Drop it here to import
					it.
				</Alert>
			)}
			{broken.length > 0 && <BrokenFolders {...{ folders, mayChange }} />}
			{total > 0 && managed === 0 && <FirstSteps folder={ctx.paths.extensions} />}
			<ExtensionList {...{ extensions: extensions.map(rowOf), addressed, found, total }} />
		</>
	);
}
