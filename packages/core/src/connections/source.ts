import { GraftError } from "../domain/errors.ts";
import type { Content } from "./connection.ts";

/** Neither the place nor the way there has anything to do with it, so that nobody on the way explains it by either. */
class SourceFailure extends GraftError {
	constructor(cause: unknown) {
		super("refused", "what was to be written could not be had", { cause });
	}
}

/** Writes by `write` what `content` gives; where that fails, its own error is thrown, as it is. */
export async function fromSource<T>(
	content: Content,
	write: (chunks: AsyncIterable<Uint8Array>) => Promise<T>,
): Promise<T> {
	try {
		return await write(chunksOf(content));
	} catch (error) {
		throw error instanceof SourceFailure ? error.cause : error;
	}
}

async function* chunksOf(content: Content): AsyncGenerator<Uint8Array> {
	if (content instanceof Uint8Array) return yield content;
	try {
		yield* content;
	} catch (error) {
		throw new SourceFailure(error);
	}
}
