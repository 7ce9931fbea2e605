"use client";

import { Button, Code, Group, Paper, PasswordInput, Stack, Text } from "@mantine/core";
import { useRef } from "react";
import { FailureAlert } from "../../../components/failure-alert.tsx";
import { useAction } from "../../../components/use-action.ts";
import { link } from "./actions.ts";
import type { LinkWords } from "./link-words.ts";

/** Takes the URL, which holds a password: it is never shown, and never comes back from the server. */
export function LinkForm({ kind, linked }: { kind: LinkWords; linked: boolean }) {
	const form = useRef<HTMLFormElement>(null);
	const { busy, failure, run } = useAction();

	function submit(url: string): void {
		run(() => link({ kind: kind.id, url }), {
			said: ({ label }) => `${label} is linked.`,
			done: () => form.current?.reset(),
		});
	}

	return (
		<Paper withBorder p="md" component="section" aria-label={`Link ${kind.name}`}>
			<form
				// Sent before the page is awake, a form must not put a password into the address.
				method="post"
				ref={form}
				onSubmit={(event) => {
					event.preventDefault();
					submit(String(new FormData(event.currentTarget).get("url")));
				}}
			>
				<Stack>
					<PasswordInput
						name="url"
						label={linked ? `URL of another ${kind.noun}` : `URL of the ${kind.noun}`}
						description={
							<>
								<Code>{kind.form}</Code>. {kind.whereFound} It is kept encrypted and never shown
								again.
							</>
						}
						autoComplete="off"
						spellCheck={false}
						required
					/>
					<Text size="sm" c="dimmed">
						In a password, <Code>: / ? # @ %</Code> are written as{" "}
						<Code>%3A %2F %3F %23 %40 %25</Code>.
					</Text>
					{failure !== null && <FailureAlert failure={failure} />}
					<Group justify="flex-end">
						<Button type="submit" loading={busy}>
							{linked ? "Check and replace the link" : "Check and link"}
						</Button>
					</Group>
				</Stack>
			</form>
		</Paper>
	);
}
