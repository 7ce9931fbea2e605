"use client";

import type { OperationView } from "@graft/services/operations/operation-view";
import { Anchor, Box, Container, Text } from "@mantine/core";
import Link from "next/link";
import { useEffect, useState } from "react";
import { kindText } from "../../components/operation-words.ts";
import classes from "./under-way.module.css";

type Open = Pick<OperationView, "id" | "kind" | "extensionId">;

const lookEveryMs = 3_000;

/** On every page: what is being done now, whoever asked for it and wherever it runs. */
export function UnderWay() {
	const [open, setOpen] = useState<readonly Open[]>([]);
	useEffect(() => {
		const look = async () => {
			if (document.visibilityState === "hidden") return;
			const response = await fetch("/api/operations").catch(() => null);
			if (response?.ok) setOpen((await response.json()) as Open[]);
		};
		void look();
		const looking = setInterval(() => void look(), lookEveryMs);
		return () => clearInterval(looking);
	}, []);
	const [first] = open;
	if (first === undefined) return null;
	const [href, text] =
		open.length === 1
			? [
					`/operations/${first.id}`,
					`${kindText(first.kind)} of ${first.extensionId || "an archive"}`,
				]
			: ["/operations", `${open.length} operations`];
	return (
		<Box className={classes.line} role="status">
			<Container size="lg">
				<Text size="sm">
					Under way:{" "}
					<Anchor component={Link} href={href} inherit>
						{text}
					</Anchor>
				</Text>
			</Container>
		</Box>
	);
}
