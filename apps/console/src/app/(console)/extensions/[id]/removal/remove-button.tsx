"use client";

import type { RemovalPlan } from "@graft/services/way/removal-plan";
import { Modal, Stack } from "@mantine/core";
import { useState } from "react";
import { FailureAlert } from "../../../../../components/failure-alert.tsx";
import { countOf } from "../../../../../components/numbers.ts";
import { ReasonedButton } from "../../../../../components/reasoned-button.tsx";
import { useAction } from "../../../../../components/use-action.ts";
import type { ShownExtension } from "../../../../../server/shown-extension.ts";
import { reviewRemoval } from "./actions.ts";
import { PackagesPlace } from "./packages-place.tsx";
import { type RemovalWish, removalInput, usualRemoval } from "./removal-wish.ts";
import { RemoveDialog } from "./remove-dialog.tsx";

interface Props {
	readonly extension: ShownExtension;
	readonly mayChange: boolean;
	/** Its system's database is linked. */
	readonly linked: boolean;
	/** Its system's repository is linked. */
	readonly hasRepository: boolean;
}

function reasonAgainst({ extension, mayChange, linked, hasRepository }: Props): string | null {
	if (!mayChange) return "Only an administrator may do this.";
	if (linked || hasRepository) return null;
	if (extension.active) return "It is active. Deactivate it first.";
	const servers = extension.servers.filter(({ state }) => state !== "missing");
	if (servers.length > 0) {
		return `It is on ${countOf(servers.length, "server")}. Uninstall it there first.`;
	}
	return null;
}

/** Removes after the person has read what goes, place after place, and has written the extension's id. */
export function RemoveButton(props: Props) {
	const { extension, linked } = props;
	const { id } = extension;
	const { busy, failure, run, forget } = useAction();
	const [wish, setWish] = useState(usualRemoval);
	const [plan, setPlan] = useState<RemovalPlan | null>(null);

	function look(wished: RemovalWish): void {
		setWish(wished);
		run(() => reviewRemoval(removalInput(id, wished)), { done: setPlan });
	}

	return (
		<>
			<ReasonedButton
				variant="outline"
				color="red"
				loading={busy && plan === null}
				reason={reasonAgainst(props)}
				onClick={() => look(usualRemoval)}
			>
				Remove
			</ReasonedButton>
			{plan === null ? (
				<Modal opened={failure !== null} onClose={forget} title="It cannot be removed now">
					{failure !== null && (
						<Stack>
							<FailureAlert failure={failure} />
							{linked && (
								<PackagesPlace
									place={wish.place}
									looking={busy}
									onLook={(place) => look({ ...wish, place })}
								/>
							)}
						</Stack>
					)}
				</Modal>
			) : (
				<RemoveDialog
					{...{ extension, plan, wish }}
					looking={busy}
					lookFailure={failure}
					onLook={look}
					onClose={() => {
						setPlan(null);
						forget();
					}}
				/>
			)}
		</>
	);
}
