"use client";

import type { ExtensionDetail } from "@graft/services/extensions/get-extension";
import type { RemovalPreview } from "@graft/services/extensions/remove-extension";
import { Button, Group, Modal, Stack, TextInput } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { DatabasePlanView } from "../../../../../components/database-plan.tsx";
import { FailureAlert } from "../../../../../components/failure-alert.tsx";
import { ProblemList } from "../../../../../components/problem-list.tsx";
import { ReasonedButton } from "../../../../../components/reasoned-button.tsx";
import { useAction } from "../../../../../components/use-action.ts";
import type { Failure } from "../../../../../server/failure.ts";
import { remove } from "../../actions.ts";
import { WhatGoes } from "./what-goes.tsx";
import { WhatOfTables } from "./what-of-tables.tsx";

interface Props {
	readonly extension: ExtensionDetail;
	readonly preview: RemovalPreview;
	/** The preview is being asked for anew. */
	readonly looking: boolean;
	readonly lookFailure: Failure | null;
	readonly onLook: (dropTables: boolean) => void;
	readonly onClose: () => void;
}

export function RemoveDialog(props: Props) {
	const { extension, preview, looking, lookFailure, onLook, onClose } = props;
	const { id, name, versions } = extension;
	const { plan, tables } = preview;
	const router = useRouter();
	const narrow = useMediaQuery("(max-width: 48em)") ?? false;
	const [written, setWritten] = useState("");
	const [dropTables, setDropTables] = useState(false);
	const { busy, failure, run } = useAction();
	const shown = failure ?? lookFailure;

	function choose(drop: boolean): void {
		setDropTables(drop);
		onLook(drop);
	}

	function removeIt(): void {
		const hash = plan === null ? {} : { plan: plan.hash };
		run(() => remove({ id, dropTables, ...hash }), {
			said: `${name} is removed.`,
			done: () => router.replace("/extensions"),
		});
	}

	return (
		<Modal
			opened
			onClose={onClose}
			size={plan === null ? "md" : "xl"}
			fullScreen={narrow && plan !== null}
			title={`Remove ${name}`}
		>
			<Stack>
				<WhatGoes {...{ id, plan, tables, dropTables }} versions={versions.length} />
				{tables.length > 0 && (
					<WhatOfTables {...{ id, tables, dropTables, looking }} onChoose={choose} />
				)}
				{plan !== null && plan.problems.length > 0 && <ProblemList problems={plan.problems} />}
				{plan !== null && <DatabasePlanView plan={plan} />}
				<TextInput
					label={
						<>
							Write <strong>{id}</strong> to confirm
						</>
					}
					value={written}
					onChange={(event) => setWritten(event.currentTarget.value)}
					autoComplete="off"
					spellCheck={false}
					{...(plan === null && { "data-autofocus": true })}
				/>
				{shown !== null && <FailureAlert failure={shown} />}
				<Group justify="flex-end">
					<Button variant="default" onClick={onClose}>
						Cancel
					</Button>
					{shown !== null && plan !== null && (
						<Button variant="light" loading={looking} onClick={() => onLook(dropTables)}>
							Look again
						</Button>
					)}
					<ReasonedButton
						color="red"
						loading={busy || looking}
						reason={written === id ? null : "Write its id first."}
						onClick={removeIt}
					>
						Remove it
					</ReasonedButton>
				</Group>
			</Stack>
		</Modal>
	);
}
