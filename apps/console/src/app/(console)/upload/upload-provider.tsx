"use client";

import { Stack, Text, Title } from "@mantine/core";
import { Dropzone } from "@mantine/dropzone";
import { createContext, type ReactNode, useContext, useRef, useState } from "react";
import type { Failure } from "../../../server/failure.ts";
import type { Review } from "../../api/uploads/route.ts";
import { cancelUpload } from "./actions.ts";
import { ReviewDialog } from "./review-dialog.tsx";
import { sendArchive } from "./send-archive.ts";
import { SendingDialog } from "./sending-dialog.tsx";

interface Sending {
	readonly fileName: string;
	readonly fraction: number;
}

const UploadContext = createContext<{ send: (file: File) => void } | null>(null);

/** null for whoever may not import. */
export function useUpload() {
	return useContext(UploadContext);
}

/** Takes an archive that is dropped anywhere on a page, and leads it through its review. */
export function UploadProvider({
	canImport,
	children,
}: {
	canImport: boolean;
	children: ReactNode;
}) {
	const [sending, setSending] = useState<Sending | null>(null);
	const [failure, setFailure] = useState<Failure | null>(null);
	const [review, setReview] = useState<Review | null>(null);
	const abort = useRef<AbortController | null>(null);

	function send(file: File): void {
		const controller = new AbortController();
		abort.current = controller;
		const report = (fraction: number): void => setSending({ fileName: file.name, fraction });
		setFailure(null);
		report(0);
		void sendArchive(file, report, controller.signal).then((sent) => {
			if (controller.signal.aborted) return;
			if ("failure" in sent) {
				setFailure(sent.failure);
				return;
			}
			setSending(null);
			setReview(sent.review);
		});
	}

	function closeSending(): void {
		abort.current?.abort();
		setSending(null);
	}

	function closeReview(imported: boolean): void {
		const upload = review?.upload;
		// Nobody waits for it: an upload that stays is swept away within the hour.
		if (!imported && upload) void cancelUpload({ id: upload.id });
		setReview(null);
	}

	if (!canImport) return <UploadContext value={null}>{children}</UploadContext>;
	return (
		<UploadContext value={{ send }}>
			{children}
			<Dropzone.FullScreen
				active={sending === null && review === null}
				onDrop={([file]) => file && send(file)}
			>
				<Stack align="center" justify="center" h="80vh" gap={4} style={{ pointerEvents: "none" }}>
					<Title order={2}>Drop the zip here</Title>
					<Text c="dimmed">You see what it would do before anything is written.</Text>
				</Stack>
			</Dropzone.FullScreen>
			{sending !== null && <SendingDialog {...sending} failure={failure} onClose={closeSending} />}
			{review !== null && <ReviewDialog review={review} onClose={closeReview} />}
		</UploadContext>
	);
}
