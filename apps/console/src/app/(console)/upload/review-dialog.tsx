"use client";

import { unaccepted } from "@graft/core/domain/problem";
import { Alert, Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { useRouter } from "next/navigation";
import { FailureAlert } from "../../../components/failure-alert.tsx";
import { GoesOn } from "../../../components/leave.tsx";
import { ProblemList } from "../../../components/problem-list.tsx";
import { ReasonedButton } from "../../../components/reasoned-button.tsx";
import { Section } from "../../../components/section.tsx";
import { useAction } from "../../../components/use-action.ts";
import { useTicks } from "../../../components/use-ticks.ts";
import type { Review } from "../../api/uploads/route.ts";
import { activationReview } from "../extensions/[id]/activation/activation-review.ts";
import { reviewNext } from "../extensions/actions.ts";
import { importUpload } from "./actions.ts";
import { ReviewContents } from "./review-contents.tsx";
import classes from "./review-dialog.module.css";
import { SeveralExtensions } from "./several-extensions.tsx";
import { Waiting } from "./waiting.tsx";

interface Props {
	readonly review: Review;
	/** How many archives come after this one. */
	readonly waiting: number;
	/** `keep`: what was sent is being read still. */
	readonly onClose: (keep: boolean) => void;
	/** One by one, each to be reviewed for itself. */
	readonly onSplit: (roots: readonly string[]) => void;
}

/** What an archive would bring, before anything of it is written. */
export function ReviewDialog({ review, waiting: others, onClose, onSplit }: Props) {
	const { inspection, upload, fileName, root, replaces } = review;
	const { extension, problems } = inspection;
	const router = useRouter();
	const narrow = useMediaQuery("(max-width: 48em)") ?? false;
	const { ticked, tick } = useTicks();
	const { busy, changing, failure, start } = useAction();
	const refused = upload === null;
	const roots = root === undefined ? inspection.archive.roots : undefined;
	const waiting = [
		...unaccepted(problems, ticked, "web"),
		...unaccepted(problems, ticked, "database"),
	];
	const reason = waiting.length > 0 ? "Accept the warnings about activation first." : null;

	function importIt(activate: boolean): void {
		if (upload === null || extension === null) return;
		const { id, version } = extension;
		start(() => importUpload({ upload, fileName, root, accept: ticked }), {
			said: `${id} ${version} is imported.`,
			done: async () => {
				onClose(false);
				const next = await reviewNext({ id });
				const page = `/extensions/${encodeURIComponent(id)}`;
				const reviewFirst = activate || (next.ok && next.value);
				router.push(reviewFirst ? `${page}?${activationReview}` : page);
			},
		});
	}

	return (
		<Modal
			opened
			size="xl"
			fullScreen={narrow}
			onClose={() => onClose(busy)}
			closeOnClickOutside={false}
			classNames={{ body: classes.body ?? "" }}
			title={extension === null ? fileName : `Review of ${extension.name} ${extension.version}`}
		>
			<Stack gap="lg">
				<Text size="sm" c="dimmed">
					Nothing of this archive was run, and nothing is written until you import it.
				</Text>
				<Waiting count={others} />
				{replaces !== null && (
					<Text size="sm">
						It replaces version {replaces.version}, which is kept
						{replaces.active && "; the extension stays active"}.
					</Text>
				)}
				{roots !== undefined && <SeveralExtensions roots={roots} onSplit={onSplit} />}
				{refused && roots === undefined && (
					<Alert color="red" title="This archive cannot be imported">
						All its problems are listed below.
					</Alert>
				)}
				{roots === undefined && problems.length > 0 && (
					<Section title="Problems">
						<ProblemList
							problems={problems}
							accepted={ticked}
							{...(!refused && { onAccept: tick })}
						/>
					</Section>
				)}
				{roots === undefined && <ReviewContents inspection={inspection} />}
				{failure !== null && <FailureAlert failure={failure} />}
			</Stack>
			<GoesOn changing={changing} />
			<Group className={classes.buttons} justify="flex-end">
				<Button variant="default" onClick={() => onClose(busy)}>
					{busy ? "Close" : others > 0 ? "Skip" : refused ? "Close" : "Cancel"}
				</Button>
				{!refused && replaces?.active && (
					<ReasonedButton reason={reason} loading={busy} onClick={() => importIt(false)}>
						Import
					</ReasonedButton>
				)}
				{!refused && !replaces?.active && (
					<>
						<Button variant="light" onClick={() => importIt(false)} loading={busy}>
							Import
						</Button>
						<ReasonedButton reason={reason} loading={busy} onClick={() => importIt(true)}>
							Import and activate
						</ReasonedButton>
					</>
				)}
			</Group>
		</Modal>
	);
}
