import { Skeleton, Stack } from "@mantine/core";

export default function Loading() {
	return (
		<Stack aria-busy="true" aria-label="Checking the linked database">
			<Skeleton h={40} w={220} />
			<Skeleton h={160} />
		</Stack>
	);
}
