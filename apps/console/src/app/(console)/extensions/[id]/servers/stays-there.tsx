"use client";

import type { KnownServer } from "@graft/services/servers/list-servers";
import { Code, List, Text } from "@mantine/core";

/** What forgetting a server leaves behind there. */
export function StaysThere({ known: { server, extensions, reloads } }: { known: KnownServer }) {
	const there = extensions.filter(({ state }) => state !== "missing");
	const isEmpty = there.length + reloads.length === 0;
	return (
		<>
			<Text size="sm">
				For a machine that is gone for good. It is not asked, and nothing is changed there; after
				that, nothing waits for it any more, and what was on it can be removed.
			</Text>
			{isEmpty ? (
				<Text size="sm">Nothing of Graft's is on it, as far as is known here.</Text>
			) : (
				<>
					<Text size="sm">
						What is on <Code>{server}</Code> stays there, and Graft looks after it no more:
					</Text>
					{there.map(({ id, version, files }) => (
						<div key={`${id} ${files.join()}`}>
							<Text size="sm" fw={600}>
								{id} {version}
								{files.length === 0 && ", put there without Graft"}
							</Text>
							<List size="sm">
								{files.map((path) => (
									<List.Item key={path} style={{ overflowWrap: "anywhere" }}>
										<Code>{path}</Code>
									</List.Item>
								))}
							</List>
						</div>
					))}
					{reloads.length > 0 && (
						<Text size="sm">
							In its service's memory until the next reload: {reloads.join(", ")}
						</Text>
					)}
					<Text size="sm">
						Should it come back, it goes on sending data of tables that may be gone: take it off
						there by hand, or with <Code>install-plugin uninstall</Code>.
					</Text>
				</>
			)}
		</>
	);
}
