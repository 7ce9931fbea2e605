import * as z from "zod";
import { decodeText } from "./text.ts";

/** An extension's infos.json, as OCS reads it. */
export interface Infos {
	/** Why it could not be read; null where it could. */
	readonly fault: string | null;
	readonly name: string;
	readonly version: string;
	readonly description: string;
	readonly authors: readonly string[];
	readonly licence: string;
}

const text = z.union([z.string(), z.number().transform(String)]).catch("");
const texts = z
	.union([z.array(text), text.transform((one) => [one])])
	.catch([])
	.transform((all) => all.filter((one) => one.trim() !== ""));
const description = z
	.union([z.string(), z.record(z.string(), text)])
	.catch("")
	.transform((given) => {
		if (typeof given === "string") return given;
		return given.en ?? Object.values(given)[0] ?? "";
	});

/** Every field may be missing or of another type: what cannot be told is left empty. */
const infos = z
	.object({
		displayName: text,
		author: texts,
		version: text,
		licence: text,
		description,
	})
	.transform((given) => ({
		name: given.displayName,
		version: given.version,
		description: given.description,
		authors: given.author,
		licence: given.licence,
	}));

export const NO_INFOS: Infos = {
	fault: null,
	name: "",
	version: "",
	description: "",
	authors: [],
	licence: "",
};

export function readInfos(bytes: Uint8Array): Infos {
	let json: unknown;
	try {
		json = JSON.parse(decodeText(bytes));
	} catch (cause) {
		return { ...NO_INFOS, fault: cause instanceof Error ? cause.message : String(cause) };
	}
	const parsed = infos.safeParse(json);
	return parsed.success
		? { fault: null, ...parsed.data }
		: { ...NO_INFOS, fault: "it is not an object" };
}
