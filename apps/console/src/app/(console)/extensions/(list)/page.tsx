import { listExtensions } from "@graft/services/extensions/list-extensions";
import { Alert } from "@mantine/core";
import type { Metadata } from "next";
import { callerContext } from "../../../../server/context-of-caller.ts";
import { BrokenFolders } from "../broken-folders.tsx";
import { ExtensionList } from "../extension-list.tsx";
import { FirstSteps } from "../first-steps.tsx";
import { ListHeading } from "../list-heading.tsx";

export const metadata: Metadata = { title: "Extensions" };

export default async function ExtensionsPage() {
	const { ctx } = await callerContext();
	const { extensions, broken, archives, note } = await listExtensions({ ctx, input: {} });
	const mayChange = ctx.actor.role === "administrator";
	return (
		<>
			<ListHeading count={extensions.length} />
			{note !== null && (
				<Alert color="orange" role="status" mb="lg">
					{note}
				</Alert>
			)}
			{archives.length > 0 && (
				<Alert color="orange" role="status" mb="lg">
					Beside the folders, where nothing reads it: {archives.join(", ")}. Drop it here to import
					it.
				</Alert>
			)}
			{broken.length > 0 && <BrokenFolders folders={broken} mayChange={mayChange} />}
			{extensions.length > 0 && extensions.every(({ managed }) => !managed) && (
				<FirstSteps folder={ctx.paths.extensions} />
			)}
			<ExtensionList extensions={extensions} />
		</>
	);
}
