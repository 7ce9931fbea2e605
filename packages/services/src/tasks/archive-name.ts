import type { Extension } from "@graft/core/domain/extension";

/** What the archive of an extension is called, without its ending; the one folder in it too. */
export function archiveName({ id, version }: Pick<Extension, "id" | "version">): string {
	const name = version === "" ? id : `${id}-${version}`;
	return name.replace(/[^\w.+-]/g, "_");
}
