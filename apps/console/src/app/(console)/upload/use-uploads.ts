"use client";

import { useRef, useState } from "react";
import type { Failure } from "../../../server/failure.ts";
import type { Review } from "../../api/uploads/route.ts";
import { cancelUpload } from "./actions.ts";
import { sendArchive, type Way } from "./send-archive.ts";

/** The archive whose turn it is: on its way, refused, or open for review. */
export type Current = { readonly file: File } & (
	| { readonly is: "sent"; readonly way: Way }
	| { readonly is: "failed"; readonly failure: Failure }
	| { readonly is: "read"; readonly review: Review }
);

/** An archive, or one of several extensions in it. */
interface Item {
	readonly file: File;
	readonly root?: string;
}

/** Leads archives through their reviews one after the other, however many were given at once. */
export function useUploads() {
	const [current, setCurrent] = useState<Current | null>(null);
	const [waiting, setWaiting] = useState<readonly Item[]>([]);
	const abort = useRef<AbortController | null>(null);

	function add(files: readonly File[]): void {
		const items = files.map((file) => ({ file }));
		const [first, ...rest] = items;
		if (current !== null) setWaiting([...waiting, ...items]);
		else if (first !== undefined) {
			setWaiting(rest);
			send(first);
		}
	}

	function send({ file, root }: Item): void {
		const controller = new AbortController();
		abort.current = controller;
		const report = (way: Way): void => setCurrent({ is: "sent", file, way });
		report({ fraction: 0, isWaiting: false });
		void sendArchive(file, root, report, controller.signal).then((sent) => {
			if (controller.signal.aborted) return;
			setCurrent({ file, ...sent });
		});
	}

	/** Done with the current one, whatever came of it. */
	function next(keep = false): void {
		abort.current?.abort();
		const upload = current?.is === "read" ? current.review.upload : null;
		// Nobody waits for it: an upload that stays is swept away within the hour.
		if (!keep && upload !== null) void cancelUpload({ id: upload.id });
		goOn(waiting);
	}

	function goOn([item, ...rest]: readonly Item[]): void {
		setWaiting(rest);
		if (item === undefined) setCurrent(null);
		else send(item);
	}

	/** The extensions of the current archive, one after the other, before all that waits. */
	function split(roots: readonly string[]): void {
		if (current !== null)
			goOn([...roots.map((root) => ({ file: current.file, root })), ...waiting]);
	}

	return { current, waiting: waiting.length, add, next, split };
}
