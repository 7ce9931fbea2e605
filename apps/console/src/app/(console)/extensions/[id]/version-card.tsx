"use client";

import type { KeptVersion } from "@graft/services/extensions/get-extension";
import { Badge, Code, Group, Paper, Stack, Text } from "@mantine/core";
import { usePathname, useRouter } from "next/navigation";
import { AcceptDialog } from "../../../../components/accept-dialog.tsx";
import { FailureAlert } from "../../../../components/failure-alert.tsx";
import { LocalTime } from "../../../../components/local-time.tsx";
import { ReasonedButton } from "../../../../components/reasoned-button.tsx";
import { useAction } from "../../../../components/use-action.ts";
import { installVersion, reviewNext } from "../actions.ts";
import { activationReview } from "./activation/activation-review.ts";

interface Props {
	readonly id: string;
	readonly version: KeptVersion;
	/** The folder is no longer as this version's archive, which is the current one, is. */
	readonly drifted: boolean;
	readonly mayChange: boolean;
}

/** A kept version. Installing an earlier one is one press, or two where it has warnings. */
export function VersionCard({ id, version: kept, drifted, mayChange }: Props) {
	const { sha256, version, importedAt, importedBy, current } = kept;
	const router = useRouter();
	const pathname = usePathname();
	const { busy, changing, failure, run, start, forget } = useAction();
	const open = failure?.problems.filter(({ severity }) => severity === "warning") ?? [];

	function install(accept: readonly string[]): void {
		start(() => installVersion({ id, sha256, accept }), {
			said: `${id} is at version ${version}.`,
			done: () =>
				run(() => reviewNext({ id }), {
					done: (isNext) => {
						if (isNext) router.replace(`${pathname}?${activationReview}`);
					},
				}),
		});
	}

	return (
		<Paper withBorder p="md" component="article" aria-label={`Version ${version}`}>
			<Stack gap="sm">
				<Group justify="space-between">
					<div>
						<Group gap="xs">
							<Text fw={600}>{version}</Text>
							{current && <Badge variant="light">Current</Badge>}
						</Group>
						<Text size="sm" c="dimmed">
							Imported <LocalTime at={importedAt} /> by {importedBy} ·{" "}
							<Code>{sha256.slice(0, 12)}</Code>
						</Text>
					</div>
					{(!current || drifted) && (
						<ReasonedButton
							variant="light"
							loading={busy}
							reason={mayChange ? null : "Only an administrator may do this."}
							onClick={() => install([])}
						>
							{current ? "Install it again" : "Install this version"}
						</ReasonedButton>
					)}
				</Group>
				{failure !== null && open.length === 0 && <FailureAlert failure={failure} />}
			</Stack>
			{open.length > 0 && (
				<AcceptDialog
					title={`Install version ${version}`}
					problems={open}
					failure={null}
					busy={busy}
					changing={changing}
					onAccept={install}
					onClose={forget}
				/>
			)}
		</Paper>
	);
}
