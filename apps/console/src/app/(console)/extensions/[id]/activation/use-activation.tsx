"use client";

import type { DatabasePlan } from "@graft/core/domain/database-plan";
import { unaccepted } from "@graft/core/domain/problem";
import { Modal } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { AcceptDialog } from "../../../../../components/accept-dialog.tsx";
import { DatabasePlanView } from "../../../../../components/database-plan.tsx";
import { FailureAlert } from "../../../../../components/failure-alert.tsx";
import { PlanDialog } from "../../../../../components/plan-dialog.tsx";
import { useSystem } from "../../../../../components/systems.tsx";
import { useAction } from "../../../../../components/use-action.ts";
import type { ShownExtension } from "../../../../../server/shown-extension.ts";
import { activate, reviewActivation } from "../../actions.ts";

/** The steps to an active extension: warnings are accepted, the plan for its system's database is seen, and then it is done. */
export function useActivation(extension: ShownExtension): {
	readonly busy: boolean;
	readonly begin: () => void;
	readonly dialog: ReactNode;
} {
	const { short } = useSystem();
	const { id, name, active, problems, accepted } = extension;
	const { busy, changing, failure, run, start, forget } = useAction();
	const [isAsking, setAsking] = useState(false);
	const [codes, setCodes] = useState<readonly string[]>([]);
	const [plan, setPlan] = useState<DatabasePlan | null>(null);
	const open = [
		...unaccepted(problems, accepted, "web"),
		...unaccepted(problems, accepted, "database"),
	];

	function close(): void {
		setAsking(false);
		setPlan(null);
		forget();
	}

	function look(accept: readonly string[]): void {
		setCodes(accept);
		run(() => reviewActivation({ id, accept }), {
			done: (found) => {
				if (found === null) turnOn(accept, undefined);
				else {
					setAsking(false);
					setPlan(found);
				}
			},
		});
	}

	function turnOn(accept: readonly string[], hash: string | undefined): void {
		start(() => activate({ id, accept, ...(hash !== undefined && { plan: hash }) }), {
			said: active
				? `${name}'s tables in ${short}'s database are up to date.`
				: `${name} is active.`,
			done: close,
		});
	}

	const dialog =
		plan !== null ? (
			<PlanDialog
				title={active ? `Update ${name}'s tables in ${short}'s database` : `Activate ${name}`}
				problems={plan.problems}
				{...{ failure, busy, changing }}
				verb={active ? "Update the tables" : "Activate it"}
				onLook={(ticked) => look([...new Set([...codes, ...ticked])])}
				onApply={() => turnOn(codes, plan.hash)}
				onClose={close}
			>
				<DatabasePlanView plan={plan} />
			</PlanDialog>
		) : isAsking ? (
			<AcceptDialog
				title={`Activate ${name}`}
				problems={open}
				{...{ failure, busy, changing }}
				onAccept={look}
				onClose={close}
			/>
		) : (
			<Modal opened={failure !== null} onClose={close} title="It was not activated">
				{failure !== null && <FailureAlert failure={failure} />}
			</Modal>
		);
	const begin = (): void => (open.length > 0 ? setAsking(true) : look([]));
	return { busy: busy && !isAsking && plan === null, begin, dialog };
}
