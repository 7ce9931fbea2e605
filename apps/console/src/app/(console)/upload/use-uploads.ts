"use client";

import { useRef, useState } from "react";
import type { Failure } from "../../../server/failure.ts";
import type { Review } from "../../api/uploads/route.ts";
import { cancelUpload } from "./actions.ts";
import { sendArchive, type Way } from "./send-archive.ts";

/** The archive whose turn it is: on its way, refused, or open for review. */
export type Current =
	| { readonly is: "sent"; readonly file: File; readonly way: Way }
	| { readonly is: "failed"; readonly file: File; readonly failure: Failure }
	| { readonly is: "read"; readonly file: File; readonly review: Review };

/** Leads archives through their reviews one after the other, however many were given at once. */
export function useUploads() {
	const [current, setCurrent] = useState<Current | null>(null);
	const [waiting, setWaiting] = useState<readonly File[]>([]);
	const abort = useRef<AbortController | null>(null);

	function add(files: readonly File[]): void {
		const [first, ...rest] = files;
		if (current !== null) setWaiting([...waiting, ...files]);
		else if (first !== undefined) {
			setWaiting(rest);
			send(first);
		}
	}

	function send(file: File): void {
		const controller = new AbortController();
		abort.current = controller;
		const report = (way: Way): void => setCurrent({ is: "sent", file, way });
		report({ fraction: 0, isWaiting: false });
		void sendArchive(file, report, controller.signal).then((sent) => {
			if (controller.signal.aborted) return;
			setCurrent({ file, ...sent });
		});
	}

	/** Done with the current one, whatever came of it. */
	function next(imported = false): void {
		abort.current?.abort();
		const upload = current?.is === "read" ? current.review.upload : null;
		// Nobody waits for it: an upload that stays is swept away within the hour.
		if (!imported && upload !== null) void cancelUpload({ id: upload.id });
		const [file, ...rest] = waiting;
		setWaiting(rest);
		if (file === undefined) setCurrent(null);
		else send(file);
	}

	return { current, waiting: waiting.length, add, next };
}
