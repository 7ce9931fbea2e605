import { posix } from "node:path";
import * as z from "zod";
import type { Connection } from "../../../connections/connection.ts";
import { parseJson } from "../../../domain/parse-json.ts";
import type { Place } from "../../../domain/plan.ts";
import { absolutePath, sha256Text } from "./schemas.ts";

/** Of what was built last at a place, of whatever extensions it held then: sha256 by path. */
export type Built = Readonly<Record<string, string>>;

const record = z.object({ format: z.literal(1), files: z.record(absolutePath, sha256Text) });

export function builtPath({ receiptsFolder }: Place): string {
	return posix.join(posix.dirname(receiptsFolder), "built.json");
}

/** Empty where nothing was built, or nobody can tell: then it is built again. */
export async function readBuilt(connection: Connection, place: Place): Promise<Built> {
	const bytes = await connection.read(builtPath(place));
	return parseJson(bytes && new TextDecoder().decode(bytes), record)?.files ?? {};
}

export function builtText(files: Built): string {
	return `${JSON.stringify({ format: 1, files })}\n`;
}
