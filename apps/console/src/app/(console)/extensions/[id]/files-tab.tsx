"use client";

import { Stack, Text } from "@mantine/core";
import { useState } from "react";
import { countOf, formatBytes } from "../../../../components/numbers.ts";
import type { ShownExtension } from "../../../../server/shown-extension.ts";
import { FilePreview } from "./file-preview.tsx";
import classes from "./files-tab.module.css";
import { findFiles } from "./find-files.ts";
import { Finding } from "./finding.tsx";

type File = ShownExtension["files"]["first"][number];

export function FilesTab({ extension }: { extension: ShownExtension }) {
	const { id, files } = extension;
	const [shown, setShown] = useState<File | null>(null);
	return (
		<Stack gap="sm">
			<Text size="sm" c="dimmed">
				{countOf(files.count, "file")}, {formatBytes(files.bytes)}. A name opens its text.
			</Text>
			<Finding all={files} name="a file" find={(text) => findFiles({ id, text })}>
				{(found) => (
					<ul className={classes.files}>
						{found.map((file) => (
							<li key={file.path}>
								<button type="button" onClick={() => setShown(file)}>
									{file.path}
								</button>
								<span>{formatBytes(file.bytes)}</span>
								<code title={file.sha256}>{file.sha256.slice(0, 12)}</code>
							</li>
						))}
					</ul>
				)}
			</Finding>
			{shown !== null && <FilePreview id={id} file={shown} onClose={() => setShown(null)} />}
		</Stack>
	);
}
