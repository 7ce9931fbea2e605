import { rmSync, writeFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
	neighbourFiles,
	type Warned,
	warned,
	warnedFiles,
} from "../../../../test/builders/warned-files.ts";
import { makeZip } from "../../../../test/builders/zip.ts";
import { type Instance, makeInstance } from "../../test/instance.ts";
import { codes, shorthands } from "../../test/shorthands.ts";
import { inspectArchive } from "../archives/inspect-archive.ts";
import { storedExtension } from "./stored-extension.ts";

let instance: Instance;
beforeEach(async () => {
	instance = await makeInstance();
});
afterEach(() => instance.dispose());

const { at, importFiles } = shorthands(() => instance);

/** As a Graft stored it that knew neither names of PHP nor of agents' data, and kept no index. */
async function forgetNewerClaims(id: string): Promise<void> {
	const { archive, archiveIndex } = instance.ctx.database;
	const { sha256, extension } = await archive.findFirstOrThrow({ where: { extensionId: id } });
	const stored = storedExtension(extension);
	const { format: _format, own, ...rest } = stored;
	const server = { ...stored.parts.server, sections: own.sections ?? [] };
	const older = {
		...rest,
		parts: { ...stored.parts, server },
		claims: stored.claims.filter(({ kind }) => kind !== "php"),
	};
	await archive.update({ where: { sha256 }, data: { extension: older as unknown as object } });
	await archiveIndex.deleteMany({ where: { sha256 } });
}

const php = warned["php-name-taken"];
/** Its section is a field of the other one, which is how `elements` of that come in. */
const section: Warned = {
	changes: { ...mapOf("MOUNT") },
	neighbour: { id: "other", table: "theirs" },
};

function mapOf(name: string) {
	const { changes } = warned["section-as-field"] as Warned;
	const [path = "", text = ""] = Object.entries(changes)[0] ?? [];
	return { [path]: String(text).replace("{language}", `{${name.toLowerCase()}}`) };
}

describe.each<[string, Warned | undefined, string]>([
	["a function of PHP", php, "ocs/php-name-taken"],
	["a name in agents' data", section, "ocs/section-as-field"],
])("%s of an extension that an older Graft stored", (_what, one, code) => {
	test.each<[string, () => void]>([
		["is as it was unpacked", () => {}],
		["was changed by hand", () => writeFileSync(at("other", "README.md"), "changed")],
		["is no extension any more", () => rmSync(at("other", "install.php"))],
		["is gone", () => rmSync(at("other"), { recursive: true })],
	])("is still seen to be taken where its folder %s", async (_where, change) => {
		if (one === undefined) throw new Error("no sample");
		await importFiles(neighbourFiles(one));
		await forgetNewerClaims("other");
		change();
		const bytes = makeZip(warnedFiles(one));
		const { problems } = await inspectArchive({ ctx: instance.ctx, input: { bytes } });
		expect(codes(problems)).toContain(code);
	});
});
