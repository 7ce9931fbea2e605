import { spawnSync } from "node:child_process";
import { cpSync, existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ocsFiles } from "../builders/ocs-files.ts";
import { makeUnixAgent, type UnixAgent } from "./unix-agent.ts";

const debianAgent = "/usr/share/perl5/Ocsinventory";
const good = String(ocsFiles()["agent/Probe.pm"]);
const goodList = "use Ocsinventory::Agent::Modules::Existing;\n1;\n";

let agent: UnixAgent;
beforeEach(() => {
	agent = makeUnixAgent({ "etc/modules.conf": goodList });
});
afterEach(() => agent.remove());

describe("finding the agent", () => {
	const ownMounts = ["unshare", "--mount", "--propagation", "private"];
	const canUnshare =
		process.getuid?.() === 0 && spawnSync("unshare", ["--mount", "true"]).status === 0;

	/** Runs install.sh without options where /etc and the home are ours alone, and tells which lists changed. */
	function listsTaken(existing: Record<string, string>): string[] {
		agent.unpack({ "Probe.pm": good });
		const folders = Object.keys(existing);
		const program = `
			mount -t tmpfs none /etc && mount -t tmpfs none /usr/local || exit 99
			export HOME="$1/home" PERL5LIB="$1/perl"
			shift
			${folders.map((folder, at) => `mkdir -p "${folder}" && cp "$PWD/../lists/${at}" "${folder}/modules.conf"`).join("\n")}
			sh install.sh >&2 || exit $?
			${folders.map((folder) => `grep -q Probe "${folder}/modules.conf" && echo '${folder}'`).join("\n")}
			exit 0`;
		agent.put(
			Object.fromEntries(folders.map((folder, at) => [`lists/${at}`, existing[folder] ?? ""])),
		);
		const { status, stdout, stderr } = spawnSync(
			ownMounts[0] ?? "",
			[...ownMounts.slice(1), "sh", "-c", program, "sh", agent.root],
			{ cwd: join(agent.root, "package"), encoding: "utf8" },
		);
		expect(stderr).toContain("installed");
		expect(status).toBe(0);
		return stdout.split("\n").filter(Boolean);
	}

	it
		.skipIf(!canUnshare)
		.each([
			"/etc/ocsinventory",
			"/usr/local/etc/ocsinventory",
			"/etc/ocsinventory-agent",
			"$HOME/.ocsinventory",
		])("takes the list of %s where it is the only one", (folder) => {
		expect(listsTaken({ [folder]: goodList })).toHaveLength(1);
	});

	it.skipIf(!canUnshare)("takes the list that the agent takes: the first that loads", () => {
		expect(
			listsTaken({
				"/etc/ocsinventory": "use Ocsinventory::Agent::Modules::Missing;\n1;\n",
				"/etc/ocsinventory-agent": goodList,
				"$HOME/.ocsinventory": goodList,
			}),
		).toEqual(["/etc/ocsinventory-agent"]);
	});
});

describe.skipIf(!existsSync(debianAgent))("with the files of Debian's agent", () => {
	it("installs beside its own modules and takes back without a trace", () => {
		rmSync(join(agent.root, "perl"), { recursive: true });
		cpSync(debianAgent, join(agent.root, "perl/Ocsinventory"), { recursive: true });
		cpSync("/etc/ocsinventory/modules.conf", agent.conf);
		agent.unpack({ "Probe.pm": good });
		const before = agent.snapshot();
		expect(agent.run("install.sh")).toMatchObject({ code: 0 });
		expect(agent.loaded()).toEqual(expect.arrayContaining(["Download", "Probe"]));
		expect(agent.run("uninstall.sh")).toMatchObject({ code: 0 });
		expect(agent.snapshot()).toEqual(before);
	});
});
