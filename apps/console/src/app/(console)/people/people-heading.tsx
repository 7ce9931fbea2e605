"use client";

import { Button, Group, Text, Title } from "@mantine/core";
import { useState } from "react";
import { AddPerson } from "./add-person.tsx";

export function PeopleHeading() {
	const [adding, setAdding] = useState(false);
	return (
		<Group justify="space-between" mb="lg">
			<div>
				<Title order={1}>People</Title>
				<Text c="dimmed" size="sm">
					An administrator may do everything; a viewer sees everything and changes nothing.
				</Text>
			</div>
			<Button onClick={() => setAdding(true)}>Add a person</Button>
			{adding && <AddPerson onClose={() => setAdding(false)} />}
		</Group>
	);
}
