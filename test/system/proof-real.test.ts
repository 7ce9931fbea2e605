import type { ExtensionStatus } from "@graft/services/servers/get-status";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ocsFiles } from "../builders/ocs-files.ts";
import { story } from "../story.ts";
import { type Instance, makeInstance } from "./command-line.ts";
import type { OcsMachine } from "./ocs-machine.ts";
import { noOcsStack, type OcsStack, startOcsStack } from "./ocs-stack.ts";

const id = "probe";

/** What the database says stands in proof.test.ts; here it is the server that fails. */
describe.skipIf(noOcsStack)(
	`a real OCS server that fails its agents${noOcsStack ? ` (${noOcsStack})` : ""}`,
	() => {
		story();
		let stack: OcsStack;
		let graft: Instance;
		let machine: OcsMachine;
		let install: readonly string[];

		const onServer = () => ["--server", "local", "--server-dir", stack.serverDir];
		const json = async <Value>(...args: readonly string[]): Promise<Value> => {
			const { code, value } = await graft.json<Value>(args);
			expect([code, value]).toEqual([0, value]);
			return value;
		};
		const errors = async () => {
			const { extensions } = await json<{ extensions: ExtensionStatus[] }>("status", id);
			return extensions[0]?.servers[0]?.errors;
		};

		beforeAll(async () => {
			[stack, graft] = await Promise.all([startOcsStack(), makeInstance()]);
			machine = await stack.startMachine("near");
			const zip = await graft.zip("probe.zip");
			const { parts } = await json<{ parts: { database: { install: string[] } } }>("inspect", zip);
			install = parts.database.install;
			for (const statement of install) await stack.database(statement);
			await json("install", zip, ...onServer(), "--reload", "--yes");
			const module = new TextEncoder().encode(String(ocsFiles()["agent/Probe.pm"]));
			await machine.run("cat > /usr/share/perl5/Ocsinventory/Agent/Modules/Probe.pm", module);
			const modules = new TextEncoder().encode("use Ocsinventory::Agent::Modules::Probe;\n1;\n");
			await machine.run("cat > /etc/ocsinventory/modules.conf", modules);
		});
		afterAll(async () => {
			await stack?.stop();
			await graft?.remove();
		});

		it("tells that all is well as long as it is", async () => {
			expect(await machine.sendInventory()).toEqual([200]);
			expect(await errors()).toEqual({
				...{ since: expect.any(String), count: 0, latest: null, last: null },
			});
			const { stdout } = await graft.run(["status", id]);
			expect(stdout).not.toContain("HTTP 500");
		});

		it("points out that agents get HTTP 500 once a table is dropped under it, with Perl's own words", async () => {
			await stack.database(`drop table ${id}`);
			expect(await machine.sendInventory()).toEqual([500]);
			expect(await errors()).toMatchObject({
				count: 1,
				latest: expect.stringMatching(/Z$/),
				last: expect.stringMatching(/probe' doesn't exist/),
			});
			const { code, stdout } = await graft.run(["status", id]);
			expect(code).toBe(0);
			expect(stdout).toMatch(/1 × HTTP 500 to agents since .*Activate it again.*doesn't exist/);
		});

		it("leaves out what was before the server part was put there anew", async () => {
			for (const statement of install) await stack.database(statement);
			await json("uninstall", id, ...onServer(), "--reload", "--yes");
			const { extensions } = await json<{ extensions: ExtensionStatus[] }>(
				...["status", id, ...onServer()],
			);
			expect(extensions[0]?.servers[0]).toMatchObject({ state: "missing", errors: null });
			await json("install", id, ...onServer(), "--reload", "--yes");
			expect(await errors()).toMatchObject({ count: 0, last: null });
		});
	},
);
