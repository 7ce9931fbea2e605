import { defaultLimits } from "@graft/core/archive/limits";
import { formatBytes } from "../../../components/numbers.ts";
import type { Failure } from "../../../server/failure.ts";
import type { Review } from "../../api/uploads/route.ts";
import { uploadHeader } from "./upload-header.ts";

export type Sent =
	| { readonly is: "read"; readonly review: Review }
	| { readonly is: "failed"; readonly failure: Failure };

export interface Way {
	/** 0 to 1, of the bytes that left the browser. */
	readonly fraction: number;
	/** The console lets others finish first. */
	readonly isWaiting: boolean;
}

const askEveryMs = 1000;

function failed(kind: Failure["kind"], message: string, hint: string): Sent {
	return { is: "failed", failure: { kind, message, hint, problems: [] } };
}

const brokenOff = failed(
	"unreachable",
	"The upload was interrupted.",
	"See whether Graft still runs in its terminal, then try again.",
);

/** Sends an archive for review, or what lies in its `root`; XMLHttpRequest, because `fetch` tells no progress. */
export function sendArchive(
	file: File,
	root: string | undefined,
	report: (way: Way) => void,
	signal: AbortSignal,
): Promise<Sent> {
	const limit = defaultLimits.archiveBytes;
	if (file.size > limit)
		return Promise.resolve(
			failed(
				"refused",
				`The archive has ${formatBytes(file.size)}; at most ${formatBytes(limit)} are allowed. It was not sent.`,
				"An extension is a few files. Remove what does not belong to it.",
			),
		);
	return new Promise((resolve) => {
		const way = { fraction: 0, isWaiting: false };
		const tell = (news: Partial<Way>): void => {
			Object.assign(way, news);
			if (!signal.aborted) report({ ...way });
		};
		const id = `${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}`;
		const asking = setInterval(() => {
			void isWaiting(id).then((isWaiting) => tell({ isWaiting }));
		}, askEveryMs);
		const end = (sent: Sent): void => {
			clearInterval(asking);
			resolve(sent);
		};
		const request = new XMLHttpRequest();
		request.upload.onprogress = ({ loaded, total }) =>
			tell({ fraction: total === 0 ? 1 : loaded / total });
		request.onload = () => end(readAnswer(request));
		request.onerror = () => end(brokenOff);
		request.onabort = () => end(brokenOff);
		signal.addEventListener("abort", () => request.abort());
		const query = root === undefined ? "" : `?root=${encodeURIComponent(root)}`;
		request.open("POST", `/api/uploads${query}`);
		request.setRequestHeader(uploadHeader, id);
		const form = new FormData();
		form.append("archive", file);
		request.send(form);
	});
}

async function isWaiting(id: string): Promise<boolean> {
	try {
		const answer = await fetch(`/api/uploads?upload=${encodeURIComponent(id)}`);
		const { waiting }: { waiting?: unknown } = await answer.json();
		return waiting === true;
	} catch {
		return false;
	}
}

function readAnswer({ status, responseText }: XMLHttpRequest): Sent {
	try {
		const body: unknown = JSON.parse(responseText);
		if (status === 200) return { is: "read", review: body as Review };
		return { is: "failed", failure: (body as { failure: Failure }).failure };
	} catch {
		return brokenOff;
	}
}
