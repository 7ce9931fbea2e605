import { listOperations } from "@graft/services/operations/list-operations";
import type { Metadata } from "next";
import { callerContext } from "../../../server/context-of-caller.ts";
import { OperationList } from "./operation-list.tsx";

export const metadata: Metadata = { title: "Operations" };

export default async function OperationsPage() {
	const { ctx } = await callerContext();
	const { operations } = await listOperations({ ctx, input: {} });
	return <OperationList operations={operations} />;
}
