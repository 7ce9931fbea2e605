"use client";

import { Button, Code, CopyButton, Group, Modal, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { FailureAlert } from "../../../components/failure-alert.tsx";
import { useAction } from "../../../components/use-action.ts";
import { linkForPassword } from "./actions.ts";

/** For somebody who lost their password. */
export function PasswordLink({ id, name }: { id: string; name: string }) {
	const { busy, failure, run, forget } = useAction();
	const [url, setUrl] = useState<string | null>(null);

	function close(): void {
		setUrl(null);
		forget();
	}

	return (
		<>
			<Button
				size="xs"
				variant="default"
				loading={busy}
				aria-label={`New password: ${name}`}
				onClick={() => run(() => linkForPassword({ id }), { done: (made) => setUrl(made.url) })}
			>
				New password
			</Button>
			<Modal
				opened={url !== null || failure !== null}
				onClose={close}
				title={`A new password for ${name}`}
			>
				<Stack>
					{failure !== null && <FailureAlert failure={failure} />}
					{url !== null && (
						<>
							<Text size="sm">
								Whoever opens this link sets the password. Give it to {name} alone. It works once,
								for one day. Earlier links no longer work.
							</Text>
							<Code block style={{ overflowWrap: "anywhere", whiteSpace: "pre-wrap" }}>
								{url}
							</Code>
						</>
					)}
					<Group justify="flex-end">
						{url !== null && (
							<CopyButton value={url}>
								{({ copied, copy }) => (
									<Button variant="light" onClick={copy}>
										{copied ? "Copied" : "Copy it"}
									</Button>
								)}
							</CopyButton>
						)}
						<Button variant="default" onClick={close}>
							Close
						</Button>
					</Group>
				</Stack>
			</Modal>
		</>
	);
}
