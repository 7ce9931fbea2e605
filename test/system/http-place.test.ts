import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type FalconApi, startFalconApi } from "../builders/falcon-api-double.ts";
import { falconFiles } from "../builders/falcon-files.ts";
import { makeZip } from "../builders/zip.ts";
import { type Instance, makeInstance } from "./command-line.ts";
import { type GitServer, startGitServer } from "./git-server.ts";

describe("an extension whose system binds groups by an API", () => {
	let graft: Instance;
	let git: GitServer;
	let api: FalconApi;
	beforeEach(async () => {
		[graft, git, api] = await Promise.all([
			makeInstance(),
			startGitServer("http"),
			startFalconApi(),
		]);
		graft.env.FALCON_PLUGIN_REPOSITORY_URL = git.url;
	});
	afterEach(async () => {
		await Promise.all([graft.remove(), git.stop(), api.stop()]);
	});

	const zip = () => {
		const path = join(graft.folder, "ntp.zip");
		writeFileSync(path, makeZip(falconFiles()));
		return path;
	};
	const link = () => graft.run(["api", "link", "--url-stdin"], { input: `${api.url}\n` });

	it("is linked, bound, looked at and freed", async () => {
		const linked = await link();
		expect(linked.code, linked.stderr).toBe(0);
		expect(linked.stdout).toMatch(
			/^Linked http:\/\/graft@127\.0\.0\.1:\d+ as Open-Falcon's API\.$/m,
		);

		const plan = ["up", zip(), "--bind", "web", "--dry-run"];
		const dry = await graft.json<{ steps: { place: string }[] }>(plan);
		expect(dry.value.steps.at(-1)).toMatchObject({
			...{ place: "host groups", kind: "bind", target: "ntp/disks/300_smart.sh(sda,sdb) to web" },
		});
		expect(api.bound()).toEqual([]);

		const up = await graft.run(["up", zip(), "--bind", "web", "--yes"]);
		expect(up.code, up.stderr).toBe(0);
		expect(up.stderr).toContain("bind  ntp to web");
		expect(api.bound()).toEqual(["web: ntp", "web: ntp/disks/300_smart.sh(sda,sdb)"]);
		expect((await graft.run(["status", "ntp"])).stdout).toMatch(
			/groups in http.*: in-sync \(web\)/,
		);
		api.unbind("web", "ntp");
		const drifted = await graft.run(["status", "ntp"]);
		expect(drifted.code).toBe(7);
		expect(drifted.stdout).toContain("missing  ntp to web");

		const removed = await graft.run(["remove", "ntp", "--yes"]);
		expect(removed.code, removed.stderr).toBe(0);
		expect(api.bound()).toEqual([]);
	});

	it("is told what is wrong with a link, and keeps the password to itself", async () => {
		expect((await graft.run(["api", "check"])).code).toBe(2);
		const input = `${api.url.replace(/:[^:@/]+@/, ":s3cret@")}\n`;
		const wrong = await graft.run(["api", "link", "--url-stdin"], { input });
		expect(wrong.code).toBe(3);
		expect(wrong.stderr).toContain("password error");
		expect(wrong.stderr).not.toContain("s3cret");
		expect((await link()).code).toBe(0);
		expect((await graft.json<object>(["api", "check"])).value).toMatchObject({ state: "usable" });
		await api.stop();
		const gone = await graft.json<{ problems: object[] }>(["api", "check"]);
		expect(gone.code).toBe(5);
		expect(gone.value.problems).toMatchObject([{ code: "open-falcon/api-unreachable" }]);
		expect((await graft.run(["api", "unlink", "--yes"])).code).toBe(0);
		api = await startFalconApi();
	});

	it("names no group where there is none of that name, or no link", async () => {
		const unlinked = await graft.run(["up", zip(), "--bind", "web", "--yes"]);
		expect(unlinked.code).toBe(2);
		expect(unlinked.stderr).toContain("install-plugin api link");
		graft.env.FALCON_API_URL = api.url;
		const wrong = await graft.run(["up", zip(), "--bind", "webb", "--yes"]);
		expect(wrong.code).toBe(3);
		expect(wrong.stderr).toContain("There is no group webb in http");
		expect(git.tree().some((line) => line.includes(" ntp/"))).toBe(false);
	});
});
