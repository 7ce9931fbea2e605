"use client";

import { Tabs } from "@mantine/core";
import { usePathname, useRouter, useSearchParams } from "next/navigation";
import type { ReactNode } from "react";
import type { CommandLine } from "../../../../server/command-line.ts";
import type { ShownExtension } from "../../../../server/shown-extension.ts";
import { AgentsTab } from "./agents/agents-tab.tsx";
import { DatabaseTab } from "./database/database-tab.tsx";
import classes from "./extension-tabs.module.css";
import { FilesTab } from "./files-tab.tsx";
import { HistoryTab } from "./history-tab.tsx";
import { OverviewTab } from "./overview-tab.tsx";
import { ServersTab } from "./servers/servers-tab.tsx";

interface Props {
	readonly extension: ShownExtension;
	readonly mayChange: boolean;
	readonly line: CommandLine;
	/** What its system's database says on the open tab; null where it has nothing to do with it. */
	readonly look: ReactNode;
}

const tabs = [
	{ value: "overview", label: "Overview", Panel: OverviewTab },
	{ value: "files", label: "Files", Panel: FilesTab },
	{ value: "database", label: "Database", Panel: DatabaseTab },
	{ value: "servers", label: "Servers", Panel: ServersTab },
	{ value: "agents", label: "Agents", Panel: AgentsTab },
	{ value: "history", label: "History", Panel: HistoryTab },
] as const;

/** The tab stands in the address, so that it can be sent to somebody and survives a reload. */
export function ExtensionTabs(props: Props) {
	const router = useRouter();
	const pathname = usePathname();
	const asked = useSearchParams().get("tab");
	const current = tabs.find(({ value }) => value === asked)?.value ?? "overview";
	return (
		<Tabs
			value={current}
			keepMounted={false}
			onChange={(value) => router.replace(`${pathname}?tab=${value}`, { scroll: false })}
		>
			<Tabs.List className={classes.list}>
				{tabs.map(({ value, label }) => (
					<Tabs.Tab key={value} value={value}>
						{label}
					</Tabs.Tab>
				))}
			</Tabs.List>
			{tabs.map(({ value, Panel }) => (
				<Tabs.Panel key={value} value={value} pt="lg">
					<Panel {...props} />
				</Tabs.Panel>
			))}
		</Tabs>
	);
}
