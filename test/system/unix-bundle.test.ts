import { execFileSync, spawnSync } from "node:child_process";
import {
	chmodSync,
	existsSync,
	mkdirSync,
	readFileSync,
	rmSync,
	statSync,
	symlinkSync,
	writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ocsFiles } from "../builders/ocs-files.ts";
import { debianList, hasCommand, makeUnixAgent, type UnixAgent } from "./unix-agent.ts";

const isRoot = process.getuid?.() === 0;

const good = String(ocsFiles()["agent/Probe.pm"]);

let agent: UnixAgent;
beforeEach(() => {
	agent = makeUnixAgent({ "etc/modules.conf": debianList });
});
afterEach(() => agent.remove());

describe("install.sh", () => {
	it.skipIf(!hasCommand("shellcheck"))("passes shellcheck, as does uninstall.sh", () => {
		agent.unpack({ "Probe.pm": good });
		const scripts = ["install.sh", "uninstall.sh"].map((name) => join(agent.root, "package", name));
		expect(() =>
			execFileSync("shellcheck", ["--shell=sh", ...scripts], { stdio: "pipe" }),
		).not.toThrow();
	});

	it("says what it does and what its exit codes mean", () => {
		agent.unpack({ "Probe.pm": good });
		const { code, output } = agent.run("install.sh", { args: ["--help"] });
		expect(code).toBe(0);
		expect(output).toMatch(/--perl-dir[\s\S]*Exit codes:\n\s+0 {2}done/);
		expect(agent.run("install.sh", { args: ["--force"] })).toMatchObject({ code: 2 });
	});

	it("replaces an older version of its module, and the list keeps its one line", () => {
		agent.unpack({ "Probe.pm": good });
		agent.run("install.sh");
		agent.unpack({ "Probe.pm": `${good}# newer\n` });
		expect(agent.run("install.sh")).toMatchObject({ code: 0 });
		expect(readFileSync(join(agent.modules, "Probe.pm"), "utf8")).toContain("# newer");
		expect(readFileSync(agent.conf, "utf8").match(/Modules::Probe;/g)).toHaveLength(1);
	});

	it("does not take a line in a comment for its own", () => {
		agent.put({ "etc/modules.conf": `#use Ocsinventory::Agent::Modules::Probe;\n${debianList}` });
		agent.unpack({ "Probe.pm": good });
		expect(agent.run("install.sh")).toMatchObject({ code: 0 });
		expect(agent.loaded()).toContain("Probe");
	});

	it("keeps mode and owner of the list, and follows a link to it", () => {
		agent.put({ "etc/real/modules.conf": debianList });
		rmSync(agent.conf);
		symlinkSync("real/modules.conf", agent.conf);
		const real = join(agent.root, "etc/real/modules.conf");
		chmodSync(real, 0o640);
		if (isRoot) execFileSync("chown", ["12:34", real]);
		agent.unpack({ "Probe.pm": good });
		expect(agent.run("install.sh")).toMatchObject({ code: 0 });
		const { mode, uid, gid } = statSync(real);
		expect(mode & 0o777).toBe(0o640);
		if (isRoot) expect([uid, gid]).toEqual([12, 34]);
		expect(readFileSync(real, "utf8")).toContain("Modules::Probe;");
	});

	it.each([
		["does not load", "use Ocsinventory::Agent::Modules::Missing;\n1;\n"],
		["has a syntax error", "use Ocsinventory::Agent::Modules::Existing\nsub {;\n1;\n"],
		["lacks its final 1;", "use Ocsinventory::Agent::Modules::Existing;\n"],
		["ends untrue", "1;\n0;\n"],
	])("changes nothing where the list %s before", (_, list) => {
		agent.put({ "etc/modules.conf": list });
		agent.unpack({ "Probe.pm": good });
		const before = agent.snapshot();
		expect(agent.run("install.sh")).toMatchObject({ code: 4 });
		expect(agent.snapshot()).toEqual(before);
	});

	it("changes nothing where its line would never be reached", () => {
		agent.put({ "etc/modules.conf": "1;\n__END__\n1;\n" });
		agent.unpack({ "Probe.pm": good });
		const before = agent.snapshot();
		expect(agent.run("install.sh")).toMatchObject({ code: 5 });
		expect(agent.snapshot()).toEqual(before);
	});

	it.each([
		["has no new", "package Ocsinventory::Agent::Modules::Probe;\nsub other {}\n1;\n"],
		["calls itself otherwise", good.replace("Modules::Probe;", "Modules::Sonde;")],
		["needs a module that is not there", good.replace("use strict;", "use No::Such::Module;")],
		["does not end true", good.replace(/1;\n$/, "0;\n")],
		["names a hook that it does not have", good.replace("sub probe_inventory", "sub other")],
	])("changes nothing where a module %s", (_, text) => {
		agent.unpack({ "Probe.pm": text });
		const before = agent.snapshot();
		expect(agent.run("install.sh")).toMatchObject({ code: 5 });
		expect(agent.snapshot()).toEqual(before);
	});

	it("takes a module that wants more from the agent than there is before it runs", () => {
		const text = good.replace(
			"return bless",
			"$context->{network}->only_the_agent_has_it;\n    return bless",
		);
		agent.unpack({ "Probe.pm": text });
		expect(agent.run("install.sh")).toMatchObject({ code: 0 });
	});

	it("puts both modules back where the result does not stand: one that loads from a copy only", () => {
		agent.unpack({
			"Probe.pm": `${good}# newer\n`,
			"Zoned.pm": good
				.replaceAll("Probe", "Zoned")
				.replace(
					"use strict;",
					'use strict;\nBEGIN { die "not here\\n" if __FILE__ !~ /[.]graft/ }',
				),
		});
		agent.put({ "perl/Ocsinventory/Agent/Modules/Probe.pm": good });
		const before = agent.snapshot();
		const { code, output } = agent.run("install.sh");
		expect(code).toBe(8);
		expect(output).toContain("everything was put back");
		expect(agent.snapshot()).toEqual(before);
	});

	it("says so where there is no agent, no list, or no such Perl", () => {
		agent.unpack({ "Probe.pm": good });
		const perlDir = ["--perl-dir", join(agent.root, "perl")];
		expect(agent.run("install.sh", { args: ["--perl-dir", agent.root] })).toMatchObject({
			code: 3,
		});
		expect(
			agent.run("install.sh", { args: [...perlDir, "--modules-conf", join(agent.root, "none")] }),
		).toMatchObject({ code: 3 });
		expect(agent.run("install.sh", { args: [...agent.place, "--perl", "/no/perl"] })).toMatchObject(
			{
				code: 3,
			},
		);
	});

	it("lets only one run work, and is not kept from it by one that was killed", () => {
		agent.unpack({ "Probe.pm": good });
		mkdirSync(join(agent.modules, ".graft"));
		writeFileSync(join(agent.modules, ".graft/pid"), String(process.pid));
		expect(agent.run("install.sh")).toMatchObject({ code: 7 });
		const { pid } = spawnSync("true");
		writeFileSync(join(agent.modules, ".graft/pid"), String(pid));
		expect(agent.run("install.sh")).toMatchObject({ code: 0 });
		expect(existsSync(join(agent.modules, ".graft"))).toBe(false);
	});

	it.skipIf(!isRoot || !hasCommand("setpriv"))("changes nothing without the right to write", () => {
		agent.unpack({ "Probe.pm": good });
		chmodSync(agent.root, 0o755);
		const before = agent.snapshot();
		const asNobody = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"];
		expect(agent.run("install.sh", { by: asNobody })).toMatchObject({ code: 6 });
		chmodSync(agent.modules, 0o777);
		expect(agent.run("install.sh", { by: asNobody })).toMatchObject({ code: 6 });
		chmodSync(agent.modules, 0o755);
		expect(agent.snapshot()).toEqual(before);
	});
});

describe("uninstall.sh", () => {
	it("mends a list that only our own module breaks", () => {
		agent.unpack({ "Probe.pm": good });
		agent.run("install.sh");
		agent.put({ "perl/Ocsinventory/Agent/Modules/Probe.pm": "syntax error(" });
		expect(agent.run("uninstall.sh")).toMatchObject({ code: 0 });
		expect(agent.loaded()).toEqual(["Existing"]);
	});

	it("changes nothing where another module needs the one that would go", () => {
		agent.unpack({ "Probe.pm": good });
		agent.run("install.sh");
		agent.put({
			"perl/Ocsinventory/Agent/Modules/Existing.pm":
				"package Ocsinventory::Agent::Modules::Existing;\nuse Ocsinventory::Agent::Modules::Probe;\nsub new { bless {} }\n1;\n",
		});
		const before = agent.snapshot();
		expect(agent.run("uninstall.sh")).toMatchObject({ code: 5 });
		expect(agent.snapshot()).toEqual(before);
	});

	it("leaves a list alone that is broken by others", () => {
		agent.unpack({ "Probe.pm": good });
		agent.run("install.sh");
		rmSync(join(agent.modules, "Existing.pm"));
		const before = agent.snapshot();
		expect(agent.run("uninstall.sh")).toMatchObject({ code: 4 });
		expect(agent.snapshot()).toEqual(before);
	});
});
