import { getOperation } from "@graft/services/operations/get-operation";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { callerContext } from "../../../../server/context-of-caller.ts";
import { isNotFound } from "../../../../server/failure.ts";
import { mostEvents } from "./most-events.ts";
import { OperationPage } from "./operation-page.tsx";

export const metadata: Metadata = { title: "Operation" };

type Params = { readonly params: Promise<{ id: string }> };

export default async function Page({ params }: Params) {
	const { ctx, caller } = await callerContext();
	const { id } = await params;
	const input = { id: decodeURIComponent(id), mostEvents };
	const operation = await getOperation({ ctx, input }).catch((error: unknown) => {
		if (isNotFound(error)) notFound();
		throw error;
	});
	const mayChange = caller.role === "administrator";
	// What was heard of one is never shown of another.
	return <OperationPage key={operation.id} operation={operation} mayChange={mayChange} />;
}
