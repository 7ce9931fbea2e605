import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { agent, dkronServer, healthy, unit } from "../../../../../test/builders/dkron-server.ts";
import { openLocal } from "../../connections/local/open-local.ts";
import { discover } from "./discover.ts";
import { serviceIn } from "./server-part.ts";

let root: string;
beforeEach(() => {
	root = mkdtempSync(join(tmpdir(), "graft-dkron-"));
});
afterEach(() => rmSync(root, { recursive: true }));

function put(path: string, content = "#!/bin/sh\n", mode = 0o755): string {
	const whole = join(root, path);
	mkdirSync(dirname(whole), { recursive: true });
	writeFileSync(whole, content);
	chmodSync(whole, mode);
	return whole;
}

describe("a folder of this machine whose Dkron does not run", () => {
	const found = (serverDir: string) => discover(openLocal(join(root, "state")), { serverDir });

	it.each(["etc", "etc/", "etc/plugins", "etc/plugins/"])("is found as %s", async (named) => {
		put("etc/dkron.yml");
		const { folders, home, workFolder, notes, problems, values } = await found(join(root, named));
		const pluginDir = join(root, "etc/plugins");
		expect({ folders, home, workFolder, problems }).toEqual({
			...{ folders: { pluginDir }, home: pluginDir, problems: [] },
			workFolder: join(root, "etc/.graft"),
		});
		expect(notes).toEqual([
			"No Dkron of this folder is seen to run: the plugin is loaded when it is started.",
		]);
		expect(values).toMatchObject({ service: "null", wanted: "", turn: "" });
		expect(values.machine).toMatch(new RegExp(`^${process.platform}/`));
	});

	it("is not found where it is not there", async () => {
		await expect(found(join(root, "absent"))).rejects.toMatchObject({
			...{ kind: "not-found", message: expect.stringContaining(`no folder ${root}/absent on`) },
			hint: expect.stringContaining("--server-dir"),
		});
	});

	it("says of each file in it that would keep Dkron from its next start", async () => {
		put("etc/plugins/dkron-processor-good");
		put("etc/plugins/README.md", "# plugins\n", 0o644);
		const text = put("etc/plugins/dkron-processor-good.md", "# good\n", 0o644);
		const folder = join(root, "etc/plugins/dkron-executor-folder");
		mkdirSync(folder);
		const link = join(root, "etc/plugins/dkron-executor-link");
		symlinkSync(join(root, "absent"), link);
		const { problems } = await found(join(root, "etc"));
		const stops = (path: string, what: string) =>
			expect.objectContaining({
				...{ code: "dkron/stops-dkron", severity: "error", path },
				message: `${path} ${what}: Dkron will not start again as long as it is there.`,
				hint: expect.stringMatching(/\.$/),
			});
		expect(problems).toHaveLength(3);
		expect(problems).toEqual(
			expect.arrayContaining([
				...[stops(text, "cannot be executed"), stops(folder, "is no file")],
				stops(link, "is no file"),
			]),
		);
	});
});

describe("a server on which Dkron runs", () => {
	beforeEach(() => void put("etc/dkron/dkron.yml", "http-addr: :8080\n"));

	it("tells by it where its plugins lie, how it is restarted, and when", async () => {
		put("usr/bin/dkron-executor-files");
		const facts = await discover(
			dkronServer(root, { running: { 7: agent }, group: unit, api: healthy }),
			{
				reload: true,
			},
		);
		expect(facts).toMatchObject({
			folders: { pluginDir: "/etc/dkron/plugins" },
			notes: ["Dkron 4.1.2 runs as node1, one server of 3."],
			problems: [],
			values: {
				...{ machine: "linux/amd64", winning: "dkron-executor-files", wanted: "restart" },
				...{ winningFolder: "/usr/bin", turn: "last", api: "http://127.0.0.1:8080" },
			},
		});
		expect(serviceIn(facts)).toMatchObject({
			...{ kind: "restart", argv: ["systemctl", "restart", "dkron.service"] },
			process: { kind: "command-line", line: agent, uid: "0" },
			when: [
				{ url: "http://127.0.0.1:8080/v1/leader", status: 200 },
				{ url: "http://127.0.0.1:8080/v1/busy", status: 200, body: "[]" },
			],
			until: [
				{ kind: "new-process" },
				{ url: "http://127.0.0.1:8080/health", status: 200 },
				{ url: "http://127.0.0.1:8080/v1/leader", status: 200 },
			],
		});
	});

	it("is restarted by the one script of init that names its settings", async () => {
		const running = { 7: agent };
		const scripts = ["/etc/init.d/dkron"];
		const facts = await discover(dkronServer(root, { running, scripts, api: healthy }), {});
		expect(serviceIn(facts)?.argv).toEqual(["/etc/init.d/dkron", "restart"]);
		const two = [...scripts, "/etc/init.d/other"];
		const other = await discover(dkronServer(root, { running, scripts: two, api: healthy }), {});
		expect(serviceIn(other)).toBeNull();
	});

	it.each([
		["Linux aarch64", "linux/arm64"],
		["Linux armv7l", "linux/arm"],
		["Linux i686", "linux/386"],
		["FreeBSD amd64", "freebsd/amd64"],
		["Darwin arm64", "darwin/arm64"],
	])("is the machine that `uname` says: %s", async (uname, machine) => {
		const { values } = await discover(dkronServer(root, { running: { 7: agent }, uname }), {});
		expect(values.machine).toBe(machine);
	});

	it.each([
		["/opt/dkron agent --config=/srv/d/dkron.yml --server", "/srv/d/plugins"],
		["dkron agent -config /srv/d/dkron.json", "/srv/d/plugins"],
		["dkron agent --config d/dkron.yml", "/srv/d/plugins"],
		["dkron agent", "/etc/dkron/plugins"],
	])("has its plugins beside its settings: %s", async (line, pluginDir) => {
		put("srv/d/dkron.yml");
		const { folders } = await discover(dkronServer(root, { running: { 7: line } }), {});
		expect(folders).toEqual({ pluginDir });
	});

	it("is asked at the address of its command line, else of its settings", async () => {
		put("etc/dkron/dkron.yml", "server: true\nhttp-addr: '10.0.0.5:9090' # inside\n");
		const asked = async (line: string) => {
			const connection = dkronServer(root, { running: { 7: line }, api: healthy });
			return (await discover(connection, {})).values.api;
		};
		expect(await asked(agent)).toBe("http://10.0.0.5:9090");
		expect(await asked(`${agent} --http-addr 0.0.0.0:7070`)).toBe("http://127.0.0.1:7070");
	});

	it("is none that somebody else has started under its name", async () => {
		const running = { 7: agent };
		const facts = await discover(dkronServer(root, { running, uid: 4242, api: healthy }), {});
		expect(facts.notes).toEqual([expect.stringMatching(/^No Dkron of this folder is seen to run/)]);
		expect(facts.values).toMatchObject({ service: "null", api: "" });
	});

	it("must be named by its folder where several run", async () => {
		put("srv/d/dkron.yml");
		const running = { 7: agent, 8: "dkron agent --config /srv/d/dkron.yml" };
		await expect(discover(dkronServer(root, { running }), {})).rejects.toMatchObject({
			...{ kind: "usage", message: expect.stringMatching(/^2 Dkrons.*\/srv\/d\/plugins\.$/) },
			hint: expect.stringContaining("--server-dir"),
		});
		const { folders } = await discover(dkronServer(root, { running }), { serverDir: "/srv/d" });
		expect(folders).toEqual({ pluginDir: "/srv/d/plugins" });
	});

	it("waits for no job where its API does not tell, and says so", async () => {
		const api = { ...healthy, "/v1/busy": [401, null] } as const;
		const facts = await discover(
			dkronServer(root, { running: { 7: agent }, group: unit, api }),
			{},
		);
		expect(facts.notes.at(-1)).toBe(
			"Its API does not say what runs: its restart cannot wait for jobs to end.",
		);
		expect(serviceIn(facts)?.when).toHaveLength(1);
	});
});
