"use client";

import { Button } from "@mantine/core";
import { Notice } from "../components/notice.tsx";

export default function ErrorPage({ retry }: { retry: () => void }) {
	return (
		<Notice title="This page could not be shown">
			Something went wrong in Graft itself. The terminal in which it runs says more.
			<Button onClick={retry}>Try again</Button>
		</Notice>
	);
}
