import { getExtension } from "@graft/services/extensions/get-extension";
import { hasLinkedTables } from "@graft/services/links/linked-tables";
import { hasLinkedRepository } from "@graft/services/links/with-repository";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { FailureAlert } from "../../../../components/failure-alert.tsx";
import { SystemOf } from "../../../../components/systems.tsx";
import { commandLine } from "../../../../server/command-line.ts";
import { callerContext } from "../../../../server/context-of-caller.ts";
import { failureOf, isNotFound, isRefused, isUsage } from "../../../../server/failure.ts";
import { shownExtension } from "../../../../server/shown-extension.ts";
import { ExtensionHeading } from "./extension-heading.tsx";
import { ExtensionTabs } from "./extension-tabs.tsx";
import { lookFor } from "./look.tsx";

interface Props {
	readonly params: Promise<{ id: string }>;
	readonly searchParams: Promise<{ tab?: string | string[] }>;
}

export async function generateMetadata({ params }: Pick<Props, "params">): Promise<Metadata> {
	return { title: decodeURIComponent((await params).id) };
}

export default async function ExtensionPage({ params, searchParams }: Props) {
	const { ctx } = await callerContext();
	const id = decodeURIComponent((await params).id);
	const detail = await getExtension({ ctx, input: { id } }).catch((error: unknown) => {
		if (isNotFound(error) || isUsage(error)) notFound();
		if (!isRefused(error)) throw error;
		return failureOf(error);
	});
	if ("kind" in detail) return <FailureAlert failure={detail} />;
	const extension = shownExtension(detail);
	const mayChange = ctx.actor.role === "administrator";
	const [linked, hasRepository, { tab }] = await Promise.all([
		hasLinkedTables(ctx, extension.platform),
		hasLinkedRepository(ctx, extension.platform),
		searchParams,
	]);
	return (
		<SystemOf id={extension.platform}>
			<ExtensionHeading {...{ extension, mayChange, linked, hasRepository }} />
			<ExtensionTabs
				{...{ extension, mayChange }}
				line={commandLine(ctx.paths, process.env)}
				look={linked ? lookFor({ ctx, extension, mayChange, tab }) : null}
			/>
		</SystemOf>
	);
}
