import { formatBytes } from "../../../domain/counts.ts";
import { GraftError } from "../../../domain/errors.ts";
import type { PreparedPlan, PutFile } from "../../../domain/plan.ts";
import { inTenths } from "../../../domain/progress.ts";
import type { Site } from "./site.ts";

/** Less is there sooner than anybody could read that it is on its way. */
const worthTelling = 1024 * 1024;
const pieceBytes = 256 * 1024;

/**
 * Writes files of a plan to paths on the server. A large one is on its way for minutes: meanwhile it tells how far all are, and
 * a cancel ends it.
 */
export function openSending(
	site: Site,
	prepared: PreparedPlan,
	signal: AbortSignal | undefined,
): (step: PutFile, path: string) => Promise<unknown> {
	const puts = prepared.plan.steps.filter((step) => step.kind === "put-file");
	const total = puts.reduce((sum, step) => sum + contentOf(prepared, step).length, 0);
	const words = (done: number) => `${formatBytes(done)} of ${formatBytes(total)} are on the server`;
	const tell = total < worthTelling ? () => undefined : inTenths(total, site.report, words);
	let done = 0;
	const sent = (bytes: number) => {
		done += bytes;
		tell(done);
	};
	async function* pieces(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
		for (let at = 0; at < bytes.length; at += pieceBytes) {
			if (signal?.aborted) throw wasCancelled(site);
			const piece = bytes.subarray(at, at + pieceBytes);
			yield piece;
			sent(piece.length);
		}
	}
	return async (step, path) => {
		const bytes = contentOf(prepared, step);
		const options = { mode: step.mode };
		if (bytes.length >= worthTelling) return site.connection.write(path, pieces(bytes), options);
		await site.connection.write(path, bytes, options);
		sent(bytes.length);
	};
}

function wasCancelled({ connection }: Site): GraftError {
	return new GraftError(
		"cancelled",
		`${connection.label}: it was cancelled while files were sent.`,
		{
			hint: "Start it again whenever you like.",
		},
	);
}

function contentOf({ contents }: PreparedPlan, { sha256, target }: PutFile): Uint8Array {
	const bytes = contents.get(sha256);
	if (!bytes) throw new Error(`the plan holds no content for ${target}`);
	return bytes;
}
