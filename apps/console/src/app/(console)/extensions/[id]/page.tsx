import { getExtension } from "@graft/services/extensions/get-extension";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { callerContext } from "../../../../server/context-of-caller.ts";
import { isNotFound } from "../../../../server/failure.ts";
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
		if (isNotFound(error)) notFound();
		throw error;
	});
	const mayChange = ctx.actor.role === "administrator";
	return (
		<>
			<ExtensionHeading extension={extension} mayChange={mayChange} />
			<ExtensionTabs extension={extension} mayChange={mayChange} />
		</>
	);
}
