import { getOperation } from "@graft/services/operations/get-operation";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { callerContext } from "../../../../server/context-of-caller.ts";
import { isNotFound } from "../../../../server/failure.ts";
import { OperationPage } from "./operation-page.tsx";

export const metadata: Metadata = { title: "Operation" };

type Params = { readonly params: Promise<{ id: string }> };

export default async function Page({ params }: Params) {
	const { ctx, caller } = await callerContext();
	const { id } = await params;
	const operation = await getOperation({ ctx, input: { id: decodeURIComponent(id) } }).catch(
		(error: unknown) => {
			if (isNotFound(error)) notFound();
			throw error;
		},
	);
	return <OperationPage operation={operation} mayChange={caller.role === "administrator"} />;
}
