import { Skeleton, Stack } from "@mantine/core";

export default function Loading() {
	return (
		<Stack aria-busy="true" aria-label="Loading the people">
			<Skeleton h={40} w={220} />
			<Skeleton h={84} />
		</Stack>
	);
}
