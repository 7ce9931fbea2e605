"use client";

import type { UndoPlan } from "@graft/services/operations/undo-operation";
import { Button, List, Text } from "@mantine/core";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { FailureAlert } from "../../../../components/failure-alert.tsx";
import { PlanDialog } from "../../../../components/plan-dialog.tsx";
import { useAction } from "../../../../components/use-action.ts";
import { reviewUndo, undo } from "../actions.ts";

/** Shows what undoing does, starts it, and goes to its page. */
export function UndoButton({ operation }: { operation: string }) {
	const router = useRouter();
	const { busy, failure, run, forget } = useAction();
	const [accept, setAccept] = useState<readonly string[]>([]);
	const [plan, setPlan] = useState<UndoPlan | null>(null);

	function close(): void {
		setPlan(null);
		setAccept([]);
		forget();
	}

	function look(ticked: readonly string[]): void {
		const codes = [...new Set([...accept, ...ticked])];
		setAccept(codes);
		run(() => reviewUndo({ id: operation, accept: codes }), { done: setPlan });
	}

	function apply({ hash }: UndoPlan): void {
		run(() => undo({ id: operation, accept, planHash: hash }), {
			done: (started) => router.push(`/operations/${started.operation}`),
		});
	}

	return (
		<>
			<Button variant="default" loading={busy && plan === null} onClick={() => look([])}>
				Undo
			</Button>
			{plan === null && failure !== null && <FailureAlert failure={failure} />}
			{plan !== null && (
				<PlanDialog
					title="Undo this operation"
					problems={plan.problems}
					{...{ failure, busy }}
					changing={null}
					verb="Undo it"
					onLook={look}
					onApply={() => apply(plan)}
					onClose={close}
				>
					{plan.says.length === 0 ? (
						<Text size="sm">Nothing has to be done.</Text>
					) : (
						<div>
							<Text size="sm" mb="xs">
								Once this is undone:
							</Text>
							<List size="sm" spacing={4}>
								{plan.says.map((each) => (
									<List.Item key={each} style={{ overflowWrap: "anywhere" }}>
										{each}
									</List.Item>
								))}
							</List>
						</div>
					)}
				</PlanDialog>
			)}
		</>
	);
}
