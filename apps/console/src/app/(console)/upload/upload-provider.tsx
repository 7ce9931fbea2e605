"use client";

import { Stack, Text, Title } from "@mantine/core";
import { Dropzone } from "@mantine/dropzone";
import { createContext, type ReactNode, useContext } from "react";
import { ReviewDialog } from "./review-dialog.tsx";
import { SendingDialog } from "./sending-dialog.tsx";
import { useUploads } from "./use-uploads.ts";

const UploadContext = createContext<{ add: (files: readonly File[]) => void } | null>(null);

/** null for whoever may not import. */
export function useUpload() {
	return useContext(UploadContext);
}

/** Takes archives that are dropped anywhere on a page, and leads each through its review. */
export function UploadProvider({
	canImport,
	children,
}: {
	canImport: boolean;
	children: ReactNode;
}) {
	const { current, waiting, add, next, split } = useUploads();
	if (!canImport) return <UploadContext value={null}>{children}</UploadContext>;
	return (
		<UploadContext value={{ add }}>
			{children}
			<Dropzone.FullScreen active onDrop={add}>
				<Stack align="center" justify="center" h="80vh" gap={4} style={{ pointerEvents: "none" }}>
					<Title order={2}>Drop zips here</Title>
					<Text c="dimmed">You see what each would do before anything is written.</Text>
				</Stack>
			</Dropzone.FullScreen>
			{current !== null && current.is !== "read" && (
				<SendingDialog
					fileName={current.file.name}
					way={current.is === "sent" ? current.way : null}
					failure={current.is === "failed" ? current.failure : null}
					waiting={waiting}
					onClose={() => next()}
				/>
			)}
			{current?.is === "read" && (
				// Ticks and failures are of one review, never of the next.
				<ReviewDialog
					key={`${current.file.name} ${current.review.inspection.archive.sha256} ${waiting}`}
					review={current.review}
					waiting={waiting}
					onClose={next}
					onSplit={split}
				/>
			)}
		</UploadContext>
	);
}
