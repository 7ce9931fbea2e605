import { getExtension } from "@graft/services/extensions/get-extension";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { commandLine } from "../../../../server/command-line.ts";
import { callerContext } from "../../../../server/context-of-caller.ts";
import { isNotFound, isUsage } from "../../../../server/failure.ts";
import { ExtensionHeading } from "./extension-heading.tsx";
import { ExtensionTabs } from "./extension-tabs.tsx";

interface Props {
	readonly params: Promise<{ id: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
	return { title: decodeURIComponent((await params).id) };
}

export default async function ExtensionPage({ params }: Props) {
	const { ctx } = await callerContext();
	const id = decodeURIComponent((await params).id);
	const extension = await getExtension({ ctx, input: { id } }).catch((error: unknown) => {
		if (isNotFound(error) || isUsage(error)) notFound();
		throw error;
	});
	const mayChange = ctx.actor.role === "administrator";
	return (
		<>
			<ExtensionHeading extension={extension} mayChange={mayChange} />
			<ExtensionTabs
				extension={extension}
				mayChange={mayChange}
				line={commandLine(ctx.paths, process.env)}
			/>
		</>
	);
}
