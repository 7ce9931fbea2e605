"use client";

import type { ExtensionDetail } from "@graft/services/extensions/get-extension";
import type { RemovalPreview } from "@graft/services/extensions/remove-extension";
import { Modal } from "@mantine/core";
import { useState } from "react";
import { FailureAlert } from "../../../../../components/failure-alert.tsx";
import { countOf } from "../../../../../components/numbers.ts";
import { ReasonedButton } from "../../../../../components/reasoned-button.tsx";
import { useAction } from "../../../../../components/use-action.ts";
import { reviewRemoval } from "../../actions.ts";
import { RemoveDialog } from "./remove-dialog.tsx";

interface Props {
	readonly extension: ExtensionDetail;
	readonly mayChange: boolean;
	/** OCS's database has to do with it. */
	readonly linked: boolean;
}

function reasonAgainst({ extension, mayChange, linked }: Props): string | null {
	if (!mayChange) return "Only an administrator may do this.";
	if (extension.active && !linked) return "It is active. Deactivate it first.";
	const servers = extension.servers.filter(({ state }) => state !== "missing");
	if (servers.length > 0) {
		return `It is on ${countOf(servers.length, "server")}. Take it off there first.`;
	}
	return null;
}

/** Removes after the person has read what goes and has written the extension's id. */
export function RemoveButton({ extension, mayChange, linked }: Props) {
	const { busy, failure, run, forget } = useAction();
	const [preview, setPreview] = useState<RemovalPreview | null>(null);

	function look(dropTables: boolean): void {
		run(() => reviewRemoval({ id: extension.id, dropTables }), { done: setPreview });
	}

	return (
		<>
			<ReasonedButton
				variant="outline"
				color="red"
				loading={busy && preview === null}
				reason={reasonAgainst({ extension, mayChange, linked })}
				onClick={() => look(false)}
			>
				Remove
			</ReasonedButton>
			{preview === null ? (
				<Modal opened={failure !== null} onClose={forget} title="It cannot be removed now">
					{failure !== null && <FailureAlert failure={failure} />}
				</Modal>
			) : (
				<RemoveDialog
					{...{ extension, preview }}
					looking={busy}
					lookFailure={failure}
					onLook={look}
					onClose={() => setPreview(null)}
				/>
			)}
		</>
	);
}
