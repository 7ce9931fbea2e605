"use client";

import type { ExtensionSummary } from "@graft/services/catalogue/extension-summary";
import { Anchor, Paper, Text } from "@mantine/core";
import Link from "next/link";
import { activityOf } from "../../../components/activity.ts";
import { Fact } from "../../../components/fact.tsx";
import { formatCount } from "../../../components/numbers.ts";
import { summariseServers } from "../../../components/server-states.ts";
import { useSystem } from "../../../components/systems.tsx";
import { countGrave } from "./count-grave.ts";
import classes from "./extension-list.module.css";

export function ListRows({ extensions }: { extensions: readonly ExtensionSummary[] }) {
	return (
		<Paper component="ul" withBorder className={classes.list} aria-label="Imported extensions">
			{extensions.map((extension) => (
				<li key={extension.id} className={classes.row}>
					<Row extension={extension} />
				</li>
			))}
		</Paper>
	);
}

/** What keeps it from being used at all. */
function errorsOf({ problems }: ExtensionSummary) {
	return problems.filter(({ severity }) => severity === "error");
}

function Row({ extension }: { extension: ExtensionSummary }) {
	const system = useSystem(extension.platform);
	const { id, name, description, version, versions, managed } = extension;
	const activity = activityOf(extension);
	const servers = summariseServers(extension.servers);
	const warnings = countGrave(extension);
	return (
		<>
			<div>
				<Anchor component={Link} href={`/extensions/${encodeURIComponent(id)}`} fw={600}>
					{name}
				</Anchor>
				<Text span c="dimmed" size="sm">
					{name === id ? "" : ` ${id}`} · {system.name}
				</Text>
				<Text size="sm" c="dimmed" lineClamp={2}>
					{description}
				</Text>
				{errorsOf(extension).map(({ message, hint }) => (
					<Text key={message} size="sm">
						{message} {hint}
					</Text>
				))}
			</div>
			<Fact name="Available">
				{version}
				{versions > 1 && ` (${formatCount(versions)} versions)`}
				{!managed && " (copied here by hand)"}
			</Fact>
			<Fact name="Active" tone={activity.tone}>
				{activity.text}
			</Fact>
			<Fact name="On servers" tone={servers.tone}>
				{servers.text}
			</Fact>
			<Fact name="Problems" tone={warnings === 0 ? "plain" : "bad"}>
				{warnings === 0 ? "None" : formatCount(warnings)}
			</Fact>
		</>
	);
}
