"use client";

import { Anchor, Paper } from "@mantine/core";
import Link from "next/link";
import { Fact } from "../../../components/fact.tsx";
import { formatCount } from "../../../components/numbers.ts";
import { useSystem } from "../../../components/systems.tsx";
import classes from "./extension-list.module.css";
import type { ExtensionRow } from "./row-of.ts";

export function ListRows({ extensions }: { extensions: readonly ExtensionRow[] }) {
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

function Row({ extension }: { extension: ExtensionRow }) {
	const system = useSystem(extension.platform);
	const { id, name, description, version, versions, managed } = extension;
	const { activity, servers, grave, errors } = extension;
	return (
		<>
			<div>
				<Anchor component={Link} href={`/extensions/${encodeURIComponent(id)}`} fw={600}>
					{name}
				</Anchor>
				<span className={classes.dimmed}>
					{name === id ? "" : ` ${id}`} · {system.name}
				</span>
				<p className={classes.description}>{description}</p>
				{errors.map(({ message, hint }) => (
					<p key={message} className={classes.error}>
						{message} {hint}
					</p>
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
			<Fact name="Problems" tone={grave === 0 ? "plain" : "bad"}>
				{grave === 0 ? "None" : formatCount(grave)}
			</Fact>
		</>
	);
}
