import { Skeleton, Stack } from "@mantine/core";

export default function Loading() {
	return (
		<Stack aria-busy="true" aria-label="The extension is being read">
			<Skeleton h={44} w={280} />
			<Skeleton h={36} />
			<Skeleton h={240} />
		</Stack>
	);
}
