import type { Archive } from "@graft/core/domain/archive";
import type { Extension } from "@graft/core/domain/extension";
import type { Problem } from "@graft/core/domain/problem";
import type { Context } from "../context/context.ts";
import { toJson } from "./stored.ts";

/** A version that is to stand in the folder of its extension; its zip is kept already. */
export interface Version {
	readonly archive: Archive;
	readonly extension: Extension;
	readonly problems: readonly Problem[];
	readonly accepted: readonly string[];
	readonly fileName: string | null;
}

/** What is stored of a version once it stands in its folder. */
export function versionRows(
	{ actor, clock, database }: Pick<Context, "actor" | "clock" | "database">,
	{ archive, extension, problems, accepted, fileName }: Version,
	treeSha256: string,
) {
	const { platform, id } = extension;
	const seen = { platform, version: extension.version, extension: toJson(extension) };
	const place = { platform, problems: toJson(problems), updatedAt: clock() };
	return [
		// Made again at the next look.
		database.archiveIndex.deleteMany({ where: { sha256: archive.sha256 } }),
		database.archive.upsert({
			where: { sha256: archive.sha256 },
			create: {
				...seen,
				sha256: archive.sha256,
				extensionId: id,
				bytes: archive.bytes,
				fileName,
				treeSha256,
				accepted: toJson(accepted),
				importedAt: clock(),
				importedBy: actor.name,
			},
			update: { ...seen, accepted: toJson(accepted) },
		}),
		database.extension.upsert({
			where: { id },
			create: { ...place, id, archiveSha256: archive.sha256 },
			update: { ...place, archiveSha256: archive.sha256 },
		}),
	];
}
