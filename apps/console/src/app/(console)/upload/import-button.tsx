"use client";

import { Button, FileButton } from "@mantine/core";
import { useUpload } from "./upload-provider.tsx";

/** Opens the choice of a file; whoever may not import sees why not. */
export function ImportButton() {
	const upload = useUpload();
	if (upload === null) {
		return (
			<Button disabled title="Only an administrator imports extensions.">
				Import an extension
			</Button>
		);
	}
	return (
		<FileButton accept=".zip,application/zip" onChange={(file) => file && upload.send(file)}>
			{(props) => <Button {...props}>Import an extension</Button>}
		</FileButton>
	);
}
