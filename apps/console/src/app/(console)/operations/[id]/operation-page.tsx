"use client";

import { canBeUndone } from "@graft/services/context/operation-kinds";
import type { OperationDetail } from "@graft/services/operations/get-operation";
import { Anchor, Code, Group, Progress, Stack, Text, Title } from "@mantine/core";
import Link from "next/link";
import { CancelButton } from "../../../../components/cancel-button.tsx";
import { FailureAlert } from "../../../../components/failure-alert.tsx";
import { LocalTime } from "../../../../components/local-time.tsx";
import { countOf } from "../../../../components/numbers.ts";
import { kindText, stateText } from "../../../../components/operation-words.ts";
import { UndoButton } from "./undo-button.tsx";
import { useEvents } from "./use-events.ts";

interface Props {
	readonly operation: OperationDetail;
	readonly mayChange: boolean;
}

/** One operation as it goes on, whoever looks and from when on. */
export function OperationPage({ operation, mayChange }: Props) {
	const { id, kind, extensionId, actor, server, startedAt, cancelAskedBy, undoOf } = operation;
	const { lines, earlier, progress, end } = useEvents(operation);
	const state = end?.state ?? operation.state;
	const { failure } = operation;
	return (
		<Stack>
			<Title order={1} size="h2">
				{kindText(kind)} of {extensionId || "an archive"}
			</Title>
			<Text size="sm" role="status">
				{stateText(state)}
				{end === null && cancelAskedBy !== null && ` · ${cancelAskedBy} cancelled it`}
			</Text>
			<Text size="sm" c="dimmed">
				<LocalTime at={startedAt} /> by {actor}
				{server !== null && ` on ${server}`}
			</Text>
			{end !== null &&
				(failure === null || end.state === "done" ? (
					<Text style={{ overflowWrap: "anywhere" }}>{end.outcome}</Text>
				) : (
					<FailureAlert failure={{ ...failure, message: end.outcome }} />
				))}
			{undoOf !== null && (
				<Anchor component={Link} href={`/operations/${undoOf}`} size="sm">
					It undoes this operation
				</Anchor>
			)}
			{earlier > 0 && (
				<Text size="sm" c="dimmed">
					{countOf(earlier, "earlier event")} {earlier === 1 ? "is" : "are"} left out here. All of
					them: install-plugin operations {id}
				</Text>
			)}
			{lines.length > 0 && (
				<Code block tabIndex={0} aria-label="Log">
					{lines.join("\n")}
				</Code>
			)}
			{progress !== null && end === null && <HowFar {...progress} />}
			<Group>
				{mayChange && end === null && <CancelButton operation={id} />}
				{mayChange && canBeUndone(kind, state) && <UndoButton operation={id} />}
				{extensionId !== "" && (
					<Anchor
						component={Link}
						href={`/extensions/${encodeURIComponent(extensionId)}`}
						size="sm"
					>
						To the extension
					</Anchor>
				)}
			</Group>
		</Stack>
	);
}

function HowFar({ text, done, total }: { text: string; done: number; total: number }) {
	return (
		<div>
			<Progress value={(100 * done) / total} aria-label="Progress of this step" />
			<Text size="sm" c="dimmed" role="status" style={{ overflowWrap: "anywhere" }}>
				{text}
			</Text>
		</div>
	);
}
