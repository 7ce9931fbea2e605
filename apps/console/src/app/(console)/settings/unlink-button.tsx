"use client";

import { Button, Code, Group, Modal, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { FailureAlert } from "../../../components/failure-alert.tsx";
import { useAction } from "../../../components/use-action.ts";
import { unlink } from "./actions.ts";
import type { LinkWords } from "./link-words.ts";

export function UnlinkButton({ kind, label }: { kind: LinkWords; label: string }) {
	const [asking, setAsking] = useState(false);
	const { busy, failure, run } = useAction();
	return (
		<>
			<Button variant="default" onClick={() => setAsking(true)}>
				Unlink
			</Button>
			<Modal opened={asking} onClose={() => setAsking(false)} title={`Unlink ${kind.name}`}>
				<Stack>
					<Text size="sm" style={{ overflowWrap: "anywhere" }}>
						Graft forgets how <Code>{label}</Code> is reached, its password too. The {kind.noun} is
						not touched: what is active in it stays active.
					</Text>
					{failure !== null && <FailureAlert failure={failure} />}
					<Group justify="flex-end">
						<Button variant="default" onClick={() => setAsking(false)}>
							Cancel
						</Button>
						<Button
							color="red"
							loading={busy}
							onClick={() =>
								run(() => unlink({ kind: kind.id }), { said: `${label} is no longer linked here.` })
							}
						>
							Unlink it
						</Button>
					</Group>
				</Stack>
			</Modal>
		</>
	);
}
