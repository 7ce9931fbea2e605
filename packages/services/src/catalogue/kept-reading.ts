import type { Reading } from "@graft/core/platforms/platform";
import { findKeptReading } from "@graft/database/kept-readings";
import * as z from "zod";
import type { Paths } from "../context/paths.ts";
import { storedProblems } from "./stored.ts";
import { storedExtension } from "./stored-extension.ts";

const shape = z.object({ extension: z.unknown(), problems: z.unknown() });

/** What was read by this key; undefined where nothing was, or where it is no such thing any more. */
export function findReading({ databaseUrl }: Paths, key: string): Reading | undefined {
	const text = findKeptReading(databaseUrl, key);
	if (text === undefined) return undefined;
	try {
		const { extension, problems } = shape.parse(JSON.parse(text));
		return {
			extension: extension === null ? null : storedExtension(extension),
			problems: storedProblems(problems),
		};
	} catch {
		return undefined;
	}
}
