"use client";

import { Button, FileButton } from "@mantine/core";
import { useUpload } from "./upload-provider.tsx";

/** Opens the choice of files; whoever may not import sees why not. */
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
		<FileButton multiple accept=".zip,application/zip" onChange={upload.add}>
			{(props) => <Button {...props}>Import an extension</Button>}
		</FileButton>
	);
}
