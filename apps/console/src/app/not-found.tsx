import { Anchor } from "@mantine/core";
import { Notice } from "../components/notice.tsx";

export default function NotFound() {
	return (
		<Notice title="There is nothing here">
			The address may be mistyped, or the extension was removed.
			<Anchor href="/extensions">All extensions</Anchor>
		</Notice>
	);
}
