import { GraftError } from "@graft/core/domain/errors";
import {
	type Extension,
	extensionFormat,
	isReadable,
	type NewerExtension,
	type StoredExtension,
} from "@graft/core/domain/extension";
import type { Problem } from "@graft/core/domain/problem";
import * as z from "zod";
import { extensionCodes } from "../tasks/codes.ts";
import { problemsOf } from "../tasks/inspection.ts";

const texts = z.array(z.string()).readonly();
const serverFile = z.object({ from: z.string(), to: z.string(), sha256: z.string() });
const agentFile = z.object({
	...{ from: z.string(), as: z.string(), sha256: z.string(), chosen: z.boolean() },
});
const database = z.object({ install: texts, remove: texts, tables: texts });
const agents = z.object({
	windows: z.array(agentFile).readonly(),
	unix: z.array(agentFile).readonly(),
});
const common = {
	platform: z.string(),
	id: z.string(),
	version: z.string(),
	name: z.string(),
	description: z.string(),
	authors: texts,
	licence: z.string(),
	claims: z.array(z.object({ kind: z.string(), value: z.string() })).readonly(),
};

/** An extension as it was stored, and what its archive's row says of it. */
interface Archived {
	readonly extension: unknown;
	readonly extensionId: string;
	readonly platform: string;
	readonly version: string;
}

/** Of any format. */
const head = z.object({ format: z.number().optional(), id: z.string().optional() });

/** As it is stored now. */
const second = z.object({
	format: z.literal(extensionFormat),
	...common,
	parts: z.object({
		database,
		server: z.object({ files: z.array(serverFile).readonly() }),
		agents,
	}),
	own: z.record(z.string(), texts),
}) satisfies z.ZodType<Extension>;

/** Before there was a format: what one platform alone understood stood in every server part. */
const first = z
	.object({
		format: z.undefined().optional(),
		...common,
		parts: z.object({
			database,
			server: z.object({
				files: z.array(serverFile).readonly(),
				sections: texts,
				elements: z.object({ lists: texts, fields: texts }).optional(),
			}),
			agents,
		}),
	})
	.transform(({ parts, ...extension }): Extension => {
		const { files, sections, elements } = parts.server;
		return {
			...extension,
			format: extensionFormat,
			parts: { ...parts, server: { files } },
			own: { sections, ...elements },
		};
	});

/** Upgraded where an older Graft stored it. Throws GraftError "refused" where a newer one did. */
export function storedExtension(json: unknown): Extension {
	const { id = "" } = head.parse(json);
	const stored = readStored({ extension: json, extensionId: id, platform: "", version: "" });
	if (isReadable(stored)) return stored;
	throw storedByNewer(stored);
}

/** The same, for where others are told of too. */
export function readStored(archive: Archived): StoredExtension {
	const { extension, extensionId: id, platform, version } = archive;
	const { format = 1 } = head.parse(extension);
	if (format > extensionFormat) return { format, id, platform, version };
	return format === 1 ? first.parse(extension) : second.parse(extension);
}

export function storedByNewer({ id, format }: Pick<NewerExtension, "id" | "format">): GraftError {
	return new GraftError(
		"refused",
		`${id} was stored by a newer Graft (format ${format}; this one knows up to ${extensionFormat}).`,
		{ hint: "Install that version of Graft again, or import the archive again with this one." },
	);
}

/** The same as the problem of that one, where others are told of too. */
export function newerProblems(stored: NewerExtension): readonly Problem[] {
	return problemsOf(storedByNewer(stored), extensionCodes["extension/newer-format"]);
}
