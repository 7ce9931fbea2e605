"use client";

import { groupsPlanIn } from "@graft/services/way/place-plan";
import type { UpPlan } from "@graft/services/way/up-plan";
import { Button } from "@mantine/core";
import { usePathname, useRouter } from "next/navigation";
import { useState } from "react";
import { FailureAlert } from "../../../../../components/failure-alert.tsx";
import { PlanDialog } from "../../../../../components/plan-dialog.tsx";
import { ReasonedButton } from "../../../../../components/reasoned-button.tsx";
import { useSystem } from "../../../../../components/systems.tsx";
import { useAction } from "../../../../../components/use-action.ts";
import type { ShownExtension } from "../../../../../server/shown-extension.ts";
import { reviewUp, up } from "./actions.ts";
import { GroupsField } from "./groups-field.tsx";
import { UpChoice } from "./up-choice.tsx";
import { UpPlanView } from "./up-plan.tsx";
import { bareUpInput, groupsIn, upInputOf, usualWish } from "./written-wish.ts";

interface Props {
	readonly extension: Pick<ShownExtension, "id" | "name">;
	readonly mayChange: boolean;
}

/** The whole way of an extension by one plan: where and for whom, then what is done at every place, then whose data arrives. */
export function UpButton({ extension: { id, name }, mayChange }: Props) {
	const router = useRouter();
	const pathname = usePathname();
	const { busy, changing, failure, run, start, forget } = useAction();
	const [asking, setAsking] = useState(false);
	const [wish, setWish] = useState(usualWish);
	const [codes, setCodes] = useState<readonly string[]>([]);
	const [groups, setGroups] = useState("");
	const [plan, setPlan] = useState<UpPlan | null>(null);
	const title = `Install and deploy ${name}`;
	const { hasServers } = useSystem();
	const input = hasServers ? upInputOf(id, codes, wish) : bareUpInput(id, codes);

	function back(): void {
		setPlan(null);
		setCodes([]);
		setGroups("");
		forget();
	}

	function close(): void {
		setAsking(false);
		back();
	}

	function look(accept: readonly string[], named = groups): void {
		setCodes(accept);
		setGroups(named);
		run(() => reviewUp({ ...input, accept, groups: groupsIn(named) }), { done: setPlan });
	}

	function apply(planHash: string): void {
		start(() => up({ ...input, groups: groupsIn(groups), planHash }), {
			said: `${name} is active and installed ${hasServers ? "on its server" : "in its repository"}.`,
			done: () => {
				close();
				router.replace(hasServers ? `${pathname}?tab=agents` : pathname);
			},
		});
	}

	return (
		<>
			<ReasonedButton
				reason={mayChange ? null : "Only an administrator may do this."}
				onClick={() => (hasServers ? setAsking(true) : look([]))}
			>
				Install and deploy
			</ReasonedButton>
			{!hasServers && plan === null && failure !== null && <FailureAlert failure={failure} />}
			{asking && plan === null && (
				<UpChoice
					{...{ title, wish, busy, failure }}
					complete={input !== null}
					onChange={setWish}
					onLook={() => look([])}
					onClose={close}
				/>
			)}
			{plan !== null && (
				<PlanDialog
					{...{ title, busy, changing, failure }}
					problems={plan.problems}
					verb="Install and deploy"
					onLook={(ticked) => look([...new Set([...codes, ...ticked])])}
					onApply={() => apply(plan.hash)}
					onClose={close}
				>
					<UpPlanView plan={plan} />
					{groupsPlanIn(plan.places) !== null && (
						<GroupsField written={groups} busy={busy} onLook={(named) => look(codes, named)} />
					)}
					{hasServers && (
						<Button variant="subtle" onClick={back} style={{ alignSelf: "flex-start" }}>
							Change where and for whom
						</Button>
					)}
				</PlanDialog>
			)}
		</>
	);
}
