"use client";

import type { ExtensionSummary } from "@graft/services/extensions/extension-summary";
import { Anchor, EmptyState, Paper, Text } from "@mantine/core";
import Link from "next/link";
import { useSearchParams } from "next/navigation";
import { useState } from "react";
import { activityOf } from "../../../components/activity.ts";
import { Fact } from "../../../components/fact.tsx";
import { countOf, formatCount } from "../../../components/numbers.ts";
import { platformName } from "../../../components/platform-name.ts";
import { summariseServers } from "../../../components/server-states.ts";
import { arrange, countGrave, queryOf, type Wish, wishOf } from "./arrange.ts";
import classes from "./extension-list.module.css";
import { ListControls } from "./list-controls.tsx";

/** Fewer are seen at a glance. */
const worthFinding = 6;

export function ExtensionList({ extensions }: { extensions: readonly ExtensionSummary[] }) {
	const address = useSearchParams();
	// The address follows a moment later; what is typed meanwhile must not be lost.
	const [wish, setWish] = useState(() => wishOf(address));
	const shown = arrange(extensions, wish);

	// In the address too, so that it outlives a look at one of them; the server is asked for nothing.
	function show(wished: Wish): void {
		setWish(wished);
		const query = queryOf(wished);
		window.history.replaceState(null, "", query === "" ? "/extensions" : `/extensions?${query}`);
	}

	if (extensions.length === 0) {
		return (
			<Paper withBorder p="xl">
				<EmptyState
					title="No extension yet"
					description="Drop the zip of one here, as you downloaded it. You see what it would do before anything is written."
				/>
			</Paper>
		);
	}
	return (
		<>
			{extensions.length >= worthFinding && <ListControls wish={wish} onWish={show} />}
			<Text role="status" size="sm" c="dimmed" mb={shown.length === extensions.length ? 0 : "sm"}>
				{shown.length < extensions.length &&
					`${formatCount(shown.length)} of ${countOf(extensions.length, "extension")} shown.`}
			</Text>
			{shown.length > 0 && (
				<Paper component="ul" withBorder className={classes.list} aria-label="Imported extensions">
					{shown.map((extension) => (
						<li key={extension.id} className={classes.row}>
							<Row extension={extension} />
						</li>
					))}
				</Paper>
			)}
		</>
	);
}

function Row({ extension }: { extension: ExtensionSummary }) {
	const { id, name, description, version, versions, platform, managed } = extension;
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
					{name === id ? "" : ` ${id}`} · {platformName(platform)}
				</Text>
				<Text size="sm" c="dimmed" lineClamp={2}>
					{description}
				</Text>
			</div>
			<Fact name="Available">
				{version}
				{versions > 1 && ` (${formatCount(versions)} versions)`}
				{!managed && " (put here by hand)"}
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
