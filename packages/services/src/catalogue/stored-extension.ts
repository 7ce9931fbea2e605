import { GraftError } from "@graft/core/domain/errors";
import { type Extension, extensionFormat } from "@graft/core/domain/extension";
import * as z from "zod";

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
	const { format = 1, id = "" } = z
		.object({ format: z.number().optional(), id: z.string().optional() })
		.parse(json);
	if (format > extensionFormat)
		throw new GraftError(
			"refused",
			`${id} was stored by a newer Graft (format ${format}; this one knows up to ${extensionFormat}).`,
			{ hint: "Install that version of Graft again." },
		);
	return format === 1 ? first.parse(json) : second.parse(json);
}
