"use client";

import type { DatabasePlan } from "@graft/core/domain/database-plan";
import { Modal, Text } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { DatabasePlanView } from "../../../../../components/database-plan.tsx";
import { FailureAlert } from "../../../../../components/failure-alert.tsx";
import { PlanDialog } from "../../../../../components/plan-dialog.tsx";
import { useSystem } from "../../../../../components/systems.tsx";
import { useAction } from "../../../../../components/use-action.ts";
import type { ShownExtension } from "../../../../../server/shown-extension.ts";
import { deactivate, reviewDeactivation } from "../../actions.ts";

/** Shows first what happens in its system's database, where that has to do with it. */
export function useDeactivation({ id, name }: ShownExtension): {
	readonly busy: boolean;
	readonly begin: () => void;
	readonly dialog: ReactNode;
} {
	const { short } = useSystem();
	const { busy, changing, failure, run, start, forget } = useAction();
	const [plan, setPlan] = useState<DatabasePlan | null>(null);

	function close(): void {
		setPlan(null);
		forget();
	}

	function begin(): void {
		run(() => reviewDeactivation({ id }), {
			done: (found) => (found === null ? turnOff(undefined) : setPlan(found)),
		});
	}

	function turnOff(hash: string | undefined): void {
		start(() => deactivate({ id, ...(hash !== undefined && { plan: hash }) }), {
			said: `${name} is no longer active; everything is kept.`,
			done: close,
		});
	}

	const dialog =
		plan !== null ? (
			<PlanDialog
				title={`Deactivate ${name}`}
				problems={plan.problems}
				{...{ failure, busy, changing }}
				verb="Deactivate it"
				onLook={begin}
				onApply={() => turnOff(plan.hash)}
				onClose={close}
			>
				<Text size="sm">
					It is no longer active in {short}. Its tables keep all their rows. What is on servers and
					agents stays too.
				</Text>
				<DatabasePlanView plan={plan} />
			</PlanDialog>
		) : (
			<Modal opened={failure !== null} onClose={close} title="It was not deactivated">
				{failure !== null && <FailureAlert failure={failure} />}
			</Modal>
		);
	return { busy: busy && plan === null, begin, dialog };
}
