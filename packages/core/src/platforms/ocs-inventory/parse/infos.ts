import * as z from "zod";
import { readPhpJson } from "./php-json.ts";

/** An extension's infos.json, as OCS reads it. */
export interface Infos {
	/** Why it could not be read; null where it could. */
	readonly fault: string | null;
	/** Fields whose value ends OCS's own installation with an error of PHP, as they would be written there. */
	readonly misshapen: readonly string[];
	/** A text instead of a list: OCS takes its first letter. */
	readonly isAuthorText: boolean;
	readonly name: string;
	readonly version: string;
	readonly description: string;
	readonly authors: readonly string[];
	readonly licence: string;
}

/** As PHP makes a text of it. */
const text = z
	.union([
		z.string(),
		z.number().transform(String),
		z.boolean().transform((yes) => (yes ? "1" : "")),
	])
	.catch("");
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
	misshapen: [],
	isAuthorText: false,
	name: "",
	version: "",
	description: "",
	authors: [],
	licence: "",
};

export function readInfos(bytes: Uint8Array): Infos {
	const json = readPhpJson(bytes);
	if (json.fault !== null) return { ...NO_INFOS, fault: json.fault };
	const parsed = infos.safeParse(json.value);
	if (!parsed.success) return { ...NO_INFOS, fault: "it is not an object" };
	return {
		...parsed.data,
		fault: null,
		misshapen: misshapenFields(json.value),
		isAuthorText: typeof at(json.value, "author") === "string",
	};
}

/** OCS puts texts of these places into its SQL. An array is no text there, and a text has no place "en". */
function misshapenFields(value: unknown): readonly string[] {
	const description = at(value, "description");
	const author = at(value, "author");
	const values: Readonly<Record<string, unknown>> = {
		displayName: at(value, "displayName"),
		"description.en": at(description, "en"),
		version: at(value, "version"),
		licence: at(value, "licence"),
		"author[0]": at(author, "0"),
	};
	const arrays = Object.entries(values).filter(
		([, one]) => typeof one === "object" && one !== null,
	);
	return [
		...(typeof description === "string" ? ["description"] : []),
		...arrays.map(([name]) => name),
	];
}

function at(value: unknown, key: string): unknown {
	return typeof value === "object" && value !== null && Object.hasOwn(value, key)
		? Reflect.get(value, key)
		: undefined;
}
