"use client";

import type { ExtensionDetail } from "@graft/services/extensions/get-extension";
import { Stack, Text } from "@mantine/core";
import { useState } from "react";
import { countOf, formatBytes } from "../../../../components/numbers.ts";
import { FilePreview } from "./file-preview.tsx";
import classes from "./files-tab.module.css";

type File = ExtensionDetail["files"][number];

export function FilesTab({ extension }: { extension: ExtensionDetail }) {
	const { id, files } = extension;
	const [shown, setShown] = useState<File | null>(null);
	const total = files.reduce((sum, { bytes }) => sum + bytes, 0);
	return (
		<Stack gap="sm">
			<Text size="sm" c="dimmed">
				{countOf(files.length, "file")}, {formatBytes(total)}. A name opens its text.
			</Text>
			<ul className={classes.files}>
				{files.map((file) => (
					<li key={file.path}>
						<button type="button" onClick={() => setShown(file)}>
							{file.path}
						</button>
						<span>{formatBytes(file.bytes)}</span>
						<code title={file.sha256}>{file.sha256.slice(0, 12)}</code>
					</li>
				))}
			</ul>
			{shown !== null && <FilePreview id={id} file={shown} onClose={() => setShown(null)} />}
		</Stack>
	);
}
