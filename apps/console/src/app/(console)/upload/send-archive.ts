import type { Failure } from "../../../server/failure.ts";
import type { Review } from "../../api/uploads/route.ts";

export type Sent = { readonly review: Review } | { readonly failure: Failure };

const brokenOff: Failure = {
	kind: "unreachable",
	message: "The upload broke off.",
	hint: "See whether Graft still runs in its terminal, then try again.",
	problems: [],
};

/** Sends an archive for review; XMLHttpRequest, because `fetch` tells no progress. `report` gets 0 to 1. */
export function sendArchive(
	file: File,
	report: (fraction: number) => void,
	signal: AbortSignal,
): Promise<Sent> {
	return new Promise((resolve) => {
		const request = new XMLHttpRequest();
		request.upload.onprogress = ({ loaded, total }) => report(total === 0 ? 1 : loaded / total);
		request.onload = () => resolve(readAnswer(request));
		request.onerror = () => resolve({ failure: brokenOff });
		request.onabort = () => resolve({ failure: brokenOff });
		signal.addEventListener("abort", () => request.abort());
		request.open("POST", "/api/uploads");
		const form = new FormData();
		form.append("archive", file);
		request.send(form);
	});
}

function readAnswer({ status, responseText }: XMLHttpRequest): Sent {
	try {
		const body: unknown = JSON.parse(responseText);
		return status === 200 ? { review: body as Review } : (body as { failure: Failure });
	} catch {
		return { failure: brokenOff };
	}
}
