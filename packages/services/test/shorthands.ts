import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Files } from "../../../test/builders/tree.ts";
import { makeZip } from "../../../test/builders/zip.ts";
import { importArchive } from "../src/archives/import-archive.ts";
import { getExtension } from "../src/extensions/get-extension.ts";
import { listExtensions } from "../src/extensions/list-extensions.ts";
import type { Instance } from "./instance.ts";

/** The id of what `ocsFiles()` makes. */
export const id = "probe";

export const codes = (problems: readonly { code: string }[]) => problems.map(({ code }) => code);

/** What tests do to the instance that is theirs at that moment. */
export function shorthands(instance: () => Instance) {
	const at = (...path: string[]) => join(instance().env.EXTENSIONS_DIR, ...path);
	return {
		at,
		home: (...path: string[]) => join(instance().env.GRAFT_HOME, ...path),
		list: () => listExtensions({ ctx: instance().ctx, input: {} }),
		get: () => getExtension({ ctx: instance().ctx, input: { id } }),
		importFiles: (files: Files) =>
			importArchive({ ctx: instance().ctx, input: { bytes: makeZip(files) } }),
		/** As somebody who unzips it by hand. */
		writeFolder(name: string, files: Files): void {
			for (const [path, content] of Object.entries(files)) {
				mkdirSync(dirname(at(name, path)), { recursive: true });
				writeFileSync(at(name, path), content);
			}
		},
	};
}
