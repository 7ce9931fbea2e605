import { rmSync } from "node:fs";
import { extensionFormat } from "@graft/core/domain/extension";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { ocsFiles } from "../../../../test/builders/ocs-files.ts";
import { panoptesFiles } from "../../../../test/builders/panoptes-files.ts";
import { makeZip } from "../../../../test/builders/zip.ts";
import { type Instance, makeInstance } from "../../test/instance.ts";
import { local, ocsServer } from "../../test/ocs-server.ts";
import { codes, shorthands } from "../../test/shorthands.ts";
import { inspectArchive } from "../archives/inspect-archive.ts";
import { buildBundles } from "../bundles/build-bundles.ts";
import { activateExtension } from "../extensions/activate-extension.ts";
import { deactivateExtension } from "../extensions/deactivate-extension.ts";
import { forgetExtension } from "../extensions/forget-extension.ts";
import { getExtension } from "../extensions/get-extension.ts";
import { listExtensions } from "../extensions/list-extensions.ts";
import { mendFolder } from "../extensions/mend-folder.ts";
import { switchVersion } from "../extensions/switch-version.ts";
import { getProof } from "../proof/get-proof.ts";
import { getStatus } from "../servers/get-status.ts";
import { planServer } from "../servers/plan-server.ts";
import { previewRemoval } from "../way/remove-extension.ts";
import { previewUp } from "../way/up-extension.ts";

let instance: Instance;
const { at, home, importFiles, writeFolder } = shorthands(() => instance);
const { make, serverDir } = ocsServer(() => instance);

const neighbour = ocsFiles({ id: "other", table: "othertable" });
const panoptes = panoptesFiles();
const unlike = "extension/newer-neighbour";
const words = {
	message: `other was stored by a newer Graft (format ${extensionFormat + 1}; this one knows up to ${extensionFormat}).`,
	hint: "Install that version of Graft again, or import the archive again with this one.",
};

async function sha256Of(extensionId: string): Promise<string> {
	const { archive } = instance.ctx.database;
	return (await archive.findFirstOrThrow({ where: { extensionId } })).sha256;
}

/** With the same migrations. What an extension is, is told in a way that nobody here knows. */
async function storeNewer(isIndexed: boolean): Promise<void> {
	const { archive, archiveIndex } = instance.ctx.database;
	const sha256 = await sha256Of("other");
	const extension = { format: extensionFormat + 1, id: "other", is: { pages: [] } };
	await archive.update({ where: { sha256 }, data: { extension } });
	if (!isIndexed) await archiveIndex.deleteMany({ where: { sha256 } });
}

beforeEach(async () => {
	instance = await makeInstance();
	make();
	await importFiles(ocsFiles());
	await importFiles(panoptes);
	await importFiles(neighbour);
});
afterEach(() => instance.dispose());

const ctx = () => instance.ctx;
const list = (input = {}) => listExtensions({ ctx: ctx(), input });
const ids = async (input: object) => (await list(input)).extensions.map(({ id }) => id);
const inspect = (files: ReturnType<typeof ocsFiles>) =>
	inspectArchive({ ctx: ctx(), input: { bytes: makeZip(files) } });

describe.each([
	["indexed", true],
	["did not index", false],
])("an extension that a newer Graft stored and %s", (_how, isIndexed) => {
	beforeEach(() => storeNewer(isIndexed));

	test("is one line that says so among the others, however they are asked for", async () => {
		const { extensions, found, broken } = await list();
		expect(extensions.map(({ id }) => id)).toEqual(["heartbeat", "other", "probe"]);
		expect({ found, broken }).toEqual({ found: 3, broken: [] });
		expect(extensions[1]).toMatchObject({
			...{ id: "other", platform: "ocs-inventory", version: "1.0", active: false },
			problems: [{ severity: "error", code: "extension/newer-format", ...words }],
		});
		expect(await ids({ search: "OTHER" })).toEqual(["other"]);
		expect(await ids({ sort: "name" })).toHaveLength(3);
		expect(await ids({ page: 1, pageSize: 2, sort: "newest" })).toEqual(["other", "heartbeat"]);
		expect(await ids({ state: "attention" })).toContain("other");
		expect((await ids({ sort: "problems" })).slice(0, 1)).toEqual(["other"]);
	});

	test("is told of beside others that came by hand, are broken, or were changed", async () => {
		writeFolder("byhand", ocsFiles({ id: "byhand", table: "byhand" }));
		writeFolder("left-master", ocsFiles({ id: "left", table: "left" }));
		rmSync(at("probe", "README.md"));
		const { extensions, broken } = await list();
		expect(extensions.map(({ id }) => id)).toEqual(["byhand", "heartbeat", "other", "probe"]);
		expect(broken.map(({ folder }) => folder)).toEqual(["left-master"]);
		await mendFolder({ ctx: ctx(), input: { folder: "left-master" } });
		expect(await ids({})).toContain("left");
	});

	test.each<[string, () => Promise<unknown>]>([
		["get", () => getExtension({ ctx: ctx(), input: { id: "other" } })],
		["activate", () => activateExtension({ ctx: ctx(), input: { id: "other" } })],
		["deactivate", () => deactivateExtension({ ctx: ctx(), input: { id: "other" } })],
		["remove", () => forgetExtension({ ctx: ctx(), input: { id: "other" } })],
		["remove from all places", () => previewRemoval({ ctx: ctx(), input: { id: "other" } })],
		["bundle", () => buildBundles({ ctx: ctx(), input: { id: "other" } })],
		["prove", () => getProof({ ctx: ctx(), input: { id: "other" } })],
		["plan", () => planServer({ ctx: ctx(), input: { ...onServer(), id: "other" } })],
		["up", () => previewUp({ ctx: ctx(), input: { ...up(), subject: { id: "other" } } })],
		[
			"up of an archive over it",
			() => {
				const bytes = makeZip(ocsFiles({ id: "other", version: "2.0" }));
				const subject = { bytes, fileName: "other.zip" };
				return previewUp({ ctx: ctx(), input: { ...up(), subject } });
			},
		],
		[
			"choose its version",
			async () => {
				const input = { id: "other", sha256: await sha256Of("other") };
				return switchVersion({ ctx: ctx(), input });
			},
		],
	])("is refused by the same words to %s", async (_verb, attempt) => {
		await expect(attempt()).rejects.toMatchObject({ kind: "refused", ...words });
		expect(await ids({})).toHaveLength(3);
	});

	test("is told of by the status too", async () => {
		const { extensions } = await getStatus({ ctx: ctx(), input: {} });
		const database = { state: "unreadable", reason: `${words.message} ${words.hint}` };
		expect(extensions.map(({ id }) => id)).toEqual(["heartbeat", "other", "probe"]);
		expect(extensions[1]).toMatchObject({ database });
	});

	test("does not hold up the others, and a conflict with it is seen", async () => {
		await activateExtension({ ctx: ctx(), input: { id: "probe" } });
		await planServer({ ctx: ctx(), input: onServer() });
		const { problems } = await getExtension({ ctx: ctx(), input: { id: "probe" } });
		expect(codes(problems)).not.toContain(unlike);
		const third = await inspect(ocsFiles({ id: "third", table: "othertable" }));
		expect(codes(third.problems)).toContain("ocs/section-taken");
		expect(codes(third.problems)).not.toContain(unlike);
		await deactivateExtension({ ctx: ctx(), input: { id: "probe" } });
		await forgetExtension({ ctx: ctx(), input: { id: "probe" } });
		expect(await ids({})).toEqual(["heartbeat", "other"]);
	});

	test("is a warning of each part that could have a conflict with it, where its archive is lost", async () => {
		rmSync(home("archives", `${await sha256Of("other")}.zip`));
		const third = ocsFiles({ id: "third", table: "othertable" });
		const said = (await inspect(third)).problems.filter(({ code }) => code === unlike);
		expect(said.map(({ part }) => part)).toEqual(["web", "database", "server"]);
		for (const { severity, message } of said)
			expect({ severity, message }).toEqual({
				severity: "warning",
				message: expect.stringContaining("by other, which a newer Graft stored"),
			});
		await importFiles(third);
		const activate = (accept: string[]) =>
			activateExtension({ ctx: ctx(), input: { id: "third", accept } });
		await expect(activate([])).rejects.toMatchObject({
			kind: "refused",
			problems: [{ code: unlike }, { code: unlike }],
		});
		await activate([unlike]);
		const elsewhere = await inspect(panoptesFiles({ name: "pulse" }));
		expect(codes(elsewhere.problems)).not.toContain(unlike);
		expect(await ids({})).toContain("other");
	});

	test("is as any other once its archive was imported again", async () => {
		await importFiles(neighbour);
		const { problems } = await getExtension({ ctx: ctx(), input: { id: "other" } });
		expect(codes(problems)).not.toContain("extension/newer-format");
		await activateExtension({ ctx: ctx(), input: { id: "other" } });
		const third = await inspect(ocsFiles({ id: "third", table: "othertable" }));
		expect(codes(third.problems)).not.toContain(unlike);
	});
});

const onServer = () => ({
	...{ id: "probe", server: local, goal: "present" as const, serverDir: serverDir() },
});
const up = () => ({ servers: [{ server: local, serverDir: serverDir() }] });
