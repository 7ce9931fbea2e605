"use client";

import { Button, Group, Stack } from "@mantine/core";
import { useState } from "react";
import { type DownloadPlace, DownloadPlaceFields } from "../deployment/download-place.tsx";

interface Props {
	/** Where was looked last. */
	readonly place: DownloadPlace;
	readonly looking: boolean;
	readonly onLook: (place: DownloadPlace) => void;
}

/** Has the packages looked for elsewhere. */
export function PackagesPlace({ place, looking, onLook }: Props) {
	const [written, setWritten] = useState(place);
	return (
		<Stack gap="sm">
			<DownloadPlaceFields place={written} onChange={setWritten} />
			<Group justify="flex-end">
				<Button variant="light" loading={looking} onClick={() => onLook(written)}>
					Look there
				</Button>
			</Group>
		</Stack>
	);
}
