"use client";

import { Button, Group, TextInput } from "@mantine/core";
import { useState } from "react";
import { useSystem } from "../../../../../components/systems.tsx";

interface Props {
	/** As the plan that is shown has it. */
	readonly written: string;
	readonly busy: boolean;
	/** Asks for the plan that binds these too. */
	readonly onLook: (written: string) => void;
}

/** Names groups of machines beside those that are bound already. */
export function GroupsField({ written, busy, onLook }: Props) {
	const { short } = useSystem();
	const [text, setText] = useState(written);
	return (
		<Group align="flex-end">
			<TextInput
				label="Bind these groups too"
				description={`As ${short} calls them, separated by commas. Groups that are bound already stay so.`}
				value={text}
				onChange={(event) => setText(event.currentTarget.value)}
				spellCheck={false}
				style={{ flexGrow: 1 }}
			/>
			<Button variant="default" loading={busy} onClick={() => onLook(text)}>
				Show that plan
			</Button>
		</Group>
	);
}
