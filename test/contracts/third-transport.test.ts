import { mkdirSync, readFileSync } from "node:fs";
import { userInfo } from "node:os";
import { join } from "node:path";
import { openConnection } from "@graft/core/connections/open-connection";
import { afterAll, describe, expect, it, vi } from "vitest";
import { askServer } from "../../apps/install-plugin/src/asking/ask-server.ts";
import { serverFromFlags } from "../../apps/install-plugin/src/program/server-flags.ts";
import { importArchive } from "../../packages/services/src/archives/import-archive.ts";
import { applyPlan } from "../../packages/services/src/servers/apply-plan.ts";
import { getStatus } from "../../packages/services/src/servers/get-status.ts";
import { listServers } from "../../packages/services/src/servers/list-servers.ts";
import { planServer } from "../../packages/services/src/servers/plan-server.ts";
import { makeInstance } from "../../packages/services/test/instance.ts";
import { ocsFiles } from "../builders/ocs-files.ts";
import { makeZip } from "../builders/zip.ts";
import { connectionContract } from "./connection.ts";

// The one line that a new transport needs in the product.
vi.mock(import("../../packages/core/src/connections/transports.ts"), async (original) => {
	const { shellTransport } = await import("../builders/shell-transport.ts");
	return { transports: [...(await original()).transports, shellTransport] };
});

connectionContract({
	name: "commands of a shell, by a transport of the tests",
	open: () =>
		openConnection(
			{ address: "shell:beside" },
			{ stateFolder: "/somewhere/state", knownHosts: "/unused" },
		),
	label: /^shell:beside$/,
	stateFolder: /^\/somewhere\/state$/,
	hasShell: true,
	uid: () => userInfo().uid,
});

describe("a server behind a third transport", async () => {
	const instance = await makeInstance();
	afterAll(() => instance.dispose());
	const { ctx } = instance;
	const serverDir = join(instance.root, "ocs");
	mkdirSync(join(serverDir, "plugins"), { recursive: true });
	mkdirSync(join(serverDir, "perl"));

	it("gets an extension by a plan, is told by its label, and loses it again", async () => {
		await importArchive({ ctx, input: { bytes: makeZip(ocsFiles()) } });
		const change = async (goal: "present" | "absent") => {
			const server = { address: "shell:Beside" };
			const input = { id: "probe", server, goal, serverDir, reload: false };
			const { plan } = await planServer({ ctx, input });
			expect(plan.server).toBe("shell:beside");
			return applyPlan({ ctx, input: { ...input, planHash: plan.hash } });
		};
		expect(await change("present")).toMatchObject({ changed: true });
		const conf = join(serverDir, "plugins/probe.conf");
		expect(readFileSync(conf, "utf8")).toBe(ocsFiles()["APACHE/probe.conf"]);
		const { extensions } = await getStatus({ ctx, input: { id: "probe" } });
		expect(extensions[0]?.servers).toMatchObject([{ server: "shell:beside", state: "in-sync" }]);
		expect(await listServers({ ctx, input: {} })).toMatchObject([{ server: "shell:beside" }]);
		expect(await change("absent")).toMatchObject({ changed: true });
		expect(() => readFileSync(conf)).toThrow("ENOENT");
	});

	it("is named by flags, without what it has no use for", () => {
		const named = { server: "shell:beside" };
		expect(serverFromFlags(named, { password: "secret" })).toEqual({ address: "shell:beside" });
		expect(() => serverFromFlags({ ...named, sudo: true }, {})).toThrow("--sudo has no meaning");
		expect(() => serverFromFlags({ server: "elsewhere" }, {})).toThrow(
			expect.objectContaining({ hint: expect.stringContaining("or shell:name") }),
		);
	});

	it("is asked for when it is neither here nor reached over SSH", async () => {
		const asked: string[] = [];
		const server = await askServer({
			async confirm(message) {
				asked.push(message);
				return false;
			},
			async text(message) {
				asked.push(message);
				return "beside";
			},
			secret: () => Promise.reject(new Error("no secret")),
			choose: () => Promise.reject(new Error("no choice")),
			chooseSeveral: () => Promise.reject(new Error("no choice")),
		});
		expect(server).toEqual({ address: "shell:beside" });
		expect(asked).toEqual([
			"Is the server on this same machine?",
			"Is the server reached over SSH?",
			"Name",
		]);
	});
});
