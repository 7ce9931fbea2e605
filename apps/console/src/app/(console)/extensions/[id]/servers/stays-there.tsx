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
				For a machine that is gone for good. Graft does not connect to it and changes nothing there.
				Afterwards, the extensions that were on it can be removed.
			</Text>
			{isEmpty ? (
				<Text size="sm">Graft knows of nothing that it installed there.</Text>
			) : (
				<>
					<Text size="sm">
						This stays on <Code>{server}</Code>, and Graft no longer looks after it:
					</Text>
					{there.map(({ id, version, files }) => (
						<div key={`${id} ${files.join()}`}>
							<Text size="sm" fw={600}>
								{id} {version}
								{files.length === 0 && ", installed without Graft"}
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
						If the machine comes back, it sends data for tables that may be gone. Uninstall it there
						by hand, or with <Code>install-plugin uninstall</Code>.
					</Text>
				</>
			)}
		</>
	);
}
