import { spawn } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ocsFiles } from "../builders/ocs-files.ts";
import { debianList, hasCommand, makeUnixAgent, type UnixAgent } from "./unix-agent.ts";

const shells = [["dash"], ["busybox", "sh"], ["bash", "--posix"]];

const lists = {
	"Debian's": debianList,
	"the source installer's":
		"use Ocsinventory::Agent::Modules::Existing;\n# DO NOT REMOVE THE 1;\n1;\n",
	"one with Windows line ends": "use Ocsinventory::Agent::Modules::Existing;\r\n1;\r\n",
	"one without a last line end": "use Ocsinventory::Agent::Modules::Existing;\n1;",
	"an empty one": "1;\n",
};

const good = String(ocsFiles()["agent/Probe.pm"]);

let agent: UnixAgent;
beforeEach(() => {
	agent = makeUnixAgent({ "etc/modules.conf": debianList });
});
afterEach(() => agent.remove());

for (const shell of shells)
	describe.skipIf(!hasCommand(shell[0]))(`under ${shell.join(" ")}`, () => {
		it.each(Object.entries(lists))(
			"adds its line to %s list of modules, and takes it out again",
			(_, list) => {
				agent.put({ "etc/modules.conf": list });
				agent.unpack({ "Probe.pm": good });
				const before = agent.snapshot();

				const installed = agent.run("install.sh", { shell });
				expect(installed).toMatchObject({ code: 0 });
				expect(agent.loaded()).toContain("Probe");
				expect(readFileSync(join(agent.modules, "Probe.pm"), "utf8")).toBe(good);
				expect(readFileSync(agent.conf, "utf8").trimEnd()).toMatch(/1;$/);

				expect(agent.run("uninstall.sh", { shell })).toMatchObject({ code: 0 });
				expect(agent.snapshot()).toEqual(before);
			},
		);

		it("does nothing the second time", () => {
			agent.unpack({ "Probe.pm": good });
			agent.run("install.sh", { shell });
			const once = agent.snapshot();
			expect(agent.run("install.sh", { shell })).toMatchObject({
				code: 0,
				output: "probe 1.0: nothing to do\n",
			});
			expect(agent.snapshot()).toEqual(once);
			agent.run("uninstall.sh", { shell });
			expect(agent.run("uninstall.sh", { shell })).toMatchObject({
				code: 0,
				output: "probe 1.0: nothing to do\n",
			});
		});

		it("changes nothing where a module does not compile", () => {
			agent.unpack({
				"Probe.pm": good,
				"Second.pm": "package Ocsinventory::Agent::Modules::Second;\nsub new {\n",
			});
			const before = agent.snapshot();
			const { code, output } = agent.run("install.sh", { shell });
			expect(code).toBe(5);
			expect(output).toContain("Second.pm");
			expect(agent.snapshot()).toEqual(before);
		});

		it("puts everything back when it is interrupted", () => {
			agent.unpack({ "Probe.pm": `${good}# newer\n` });
			agent.put({ "perl/Ocsinventory/Agent/Modules/Probe.pm": good });
			// The list hangs only once the new module is there and named: in the last proof, after every change.
			const list = debianList.replace(
				"# DO NOT",
				`BEGIN { if (-e "${agent.conf}.graft-old" && __FILE__ !~ /graft-new/ && -s "${agent.modules}/Probe.pm" > ${good.length}) { open my $f, ">", "${agent.root}/waiting"; close $f; sleep 30 } }\n# DO NOT`,
			);
			agent.put({ "etc/modules.conf": list });
			const before = agent.snapshot();
			return new Promise<void>((resolve, reject) => {
				const [command = "", ...rest] = [...shell, "install.sh", ...agent.place];
				const child = spawn(command, rest, {
					cwd: join(agent.root, "package"),
					detached: true,
					stdio: "ignore",
				});
				const waiting = setInterval(() => {
					if (!existsSync(join(agent.root, "waiting"))) return;
					clearInterval(waiting);
					// To the whole group, as a terminal does it.
					process.kill(-(child.pid ?? 0), "SIGINT");
				}, 20);
				child.on("close", (code) => {
					clearInterval(waiting);
					try {
						expect(code).toBe(1);
						rmSync(join(agent.root, "waiting"));
						expect(agent.snapshot()).toEqual(before);
						resolve();
					} catch (error) {
						reject(error);
					}
				});
			});
		});
	});
