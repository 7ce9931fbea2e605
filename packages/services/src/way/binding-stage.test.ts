import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type FalconApi, startFalconApi } from "../../../../test/builders/falcon-api-double.ts";
import { falconFiles } from "../../../../test/builders/falcon-files.ts";
import { makeZip } from "../../../../test/builders/zip.ts";
import { type GitServer, startGitServer } from "../../../../test/system/git-server.ts";
import { type Instance, makeInstance } from "../../test/instance.ts";
import type { Context } from "../context/context.ts";
import { performOperation } from "../operations/start-operation.ts";
import { performUndo, previewUndo } from "../operations/undo-operation.ts";
import { getStatus } from "../servers/get-status.ts";
import { previewRemoval } from "./remove-extension.ts";
import { previewUp } from "./up-extension.ts";

const id = "ntp";
const script = "ntp/disks/300_smart.sh(sda,sdb)";
let instance: Instance;
let git: GitServer;
let api: FalconApi;
beforeEach(async () => {
	[instance, git, api] = await Promise.all([
		makeInstance(),
		startGitServer("http"),
		startFalconApi(),
	]);
});
afterEach(async () => {
	await instance.dispose();
	await Promise.all([git.stop(), api.stop()]);
});

const linked = (): Context => ({
	...instance.ctx,
	linkUrls: new Map([
		["open-falcon", git.url],
		["open-falcon-api", api.url],
	]),
});
const inFolder = () => git.tree().filter((line) => line.includes(" ntp/"));

async function up(version: string, groups: readonly string[], ctx = linked()): Promise<string> {
	const bytes = makeZip(falconFiles({ version }));
	const wish = { subject: { bytes, fileName: "ntp.zip" }, groups: [...groups] };
	const { hash, places } = await previewUp({ ctx, input: wish });
	expect(places.map(({ driver }) => driver)[0]).toBe("git");
	let operation = "";
	const begun = (started: string) => {
		operation = started;
	};
	await performOperation(ctx, "up", { ...wish, planHash: hash }, { begun });
	return operation;
}
async function remove(ctx = linked()) {
	const { hash, places } = await previewRemoval({ ctx, input: { id } });
	await performOperation(ctx, "remove", { id, planHash: hash });
	return places.map(({ driver }) => driver);
}
async function undo(operation: string) {
	const { hash } = await previewUndo({ ctx: linked(), input: { id: operation } });
	return performUndo(linked(), { id: operation, planHash: hash }, {});
}
const groupsNow = async () => {
	const { extensions } = await getStatus({ ctx: linked(), input: { id } });
	return extensions[0]?.groups;
};

describe("groups that an extension is bound to", () => {
	it("are bound once its folder is there, and freed before it goes", async () => {
		await up("1.2", ["web"]);
		expect(api.bound()).toEqual(["web: ntp", `web: ${script}`]);
		expect(await groupsNow()).toMatchObject({ state: "in-sync", reason: null });
		api.unbind("web", "ntp");
		expect((await groupsNow())?.state).toBe("drifted");
		expect(await remove()).toEqual(["http", "git"]);
		expect(api.bound()).toEqual([]);
		expect(inFolder()).toEqual([]);
	});

	it("stay bound to the next version, which undoing takes back with what it added", async () => {
		const first = await up("1.2", ["web"]);
		const second = await up("1.3", ["db"]);
		expect(api.bound()).toEqual(["db: ntp", `db: ${script}`, "web: ntp", `web: ${script}`]);
		await undo(second);
		expect(api.bound()).toEqual(["web: ntp", `web: ${script}`]);
		expect(git.git("show", "main:ntp/60_ntp.sh")).toContain("# 1.2");
		await undo(first);
		expect(api.bound()).toEqual([]);
		expect(inFolder()).toEqual([]);
	});

	it("take the folder back with them where the API refuses", async () => {
		api.fail("refuse", 2);
		await expect(up("1.2", ["web"])).rejects.toMatchObject({
			kind: "refused",
			message: expect.stringContaining("Everything that was done before that was rolled back"),
		});
		expect(api.bound()).toEqual([]);
		expect(inFolder()).toEqual([]);
	});

	it("are refused at once where there is no such group: nothing is pushed", async () => {
		await expect(up("1.2", ["webb"])).rejects.toMatchObject({
			kind: "refused",
			problems: [expect.objectContaining({ code: "binding/no-group" })],
		});
		expect(inFolder()).toEqual([]);
	});

	it("are left to others where no API is linked, and cannot be named then", async () => {
		const ctx: Context = { ...linked(), linkUrls: new Map([["open-falcon", git.url]]) };
		await up("1.2", [], ctx);
		expect(inFolder()).not.toEqual([]);
		await expect(up("1.2", ["web"], ctx)).rejects.toMatchObject({
			kind: "usage",
			message: "Open-Falcon's API is not linked.",
		});
		expect((await previewRemoval({ ctx, input: { id } })).notes).toEqual([
			"Open-Falcon's API is not linked: groups that are bound to it stay so.",
		]);
		expect(await remove(ctx)).toEqual(["git"]);
		expect(api.asked).toEqual([]);
	});

	it("are told of where the API does not answer", async () => {
		await up("1.2", ["web"]);
		await api.stop();
		expect(await groupsNow()).toMatchObject({ state: "unreachable", api: null });
		api = await startFalconApi();
	});
});
