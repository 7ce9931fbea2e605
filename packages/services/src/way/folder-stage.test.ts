import { afterEach, beforeEach, expect, it } from "vitest";
import { falconFiles } from "../../../../test/builders/falcon-files.ts";
import { type GitServer, startGitServer } from "../../../../test/system/git-server.ts";
import { type Instance, makeInstance } from "../../test/instance.ts";
import { shorthands } from "../../test/shorthands.ts";
import { loadExtension } from "../catalogue/load-extension.ts";
import { planFolder } from "../repositories/folder-work.ts";
import { pushThere } from "./folder-stage.ts";
import type { Taken } from "./taken.ts";

let instance: Instance;
let server: GitServer;
beforeEach(async () => {
	[instance, server] = await Promise.all([makeInstance(), startGitServer("http")]);
});
afterEach(async () => {
	await instance.dispose();
	await server.stop();
});

const { importFiles } = shorthands(() => instance);
const ctx = () => ({ ...instance.ctx, linkUrls: new Map([["open-falcon", server.url]]) });

/** As a later place of the same way finds it, should that fail. */
async function pushed(): Promise<Taken> {
	await importFiles(falconFiles());
	const loaded = await loadExtension(ctx(), "ntp");
	const plan = await planFolder(ctx(), { ...loaded, goal: "present", accepted: [] });
	const taken: Taken[] = [];
	await pushThere(ctx(), loaded, { accepted: [], plan }, taken);
	const [only] = taken;
	if (only === undefined) throw new Error("nothing was pushed");
	return only;
}

it("is taken back by another commit where a later place fails", async () => {
	const before = server.git("rev-parse", "main^{tree}");
	const { what, rollBack } = await pushed();
	expect(what).toMatch(/^its folder in http/);
	expect(server.git("rev-parse", "main^{tree}")).not.toBe(before);
	expect(await rollBack(ctx(), null)).toEqual([]);
	expect(server.git("rev-parse", "main^{tree}")).toBe(before);
});

it("stays where somebody changed it since, and that is said", async () => {
	const { rollBack } = await pushed();
	server.pushAs("bob", { "ntp/60_ntp.sh": "#!/bin/sh\n" });
	await expect(rollBack(ctx(), null)).rejects.toMatchObject({
		kind: "refused",
		message: expect.stringContaining("Somebody changed ntp/60_ntp.sh"),
	});
});
