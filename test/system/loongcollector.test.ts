import { spawn } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loongcollectorFiles } from "../builders/loongcollector-files.ts";
import type { Files } from "../builders/tree.ts";
import { story } from "../story.ts";
import { type Ended, type Instance, makeInstance, program } from "./command-line.ts";
import {
	type LoongcollectorHost,
	makeLoongcollectorHost,
	noLoongcollectorHost,
} from "./loongcollector-host.ts";

const ours = `# plugins of this house
plugins:
  common:
    - import: github.com/alibaba/ilogtail/plugins/processor/upper # twice does no harm
project:
  git_configs:
    url.git@my.org:.insteadof: https://my.org
  go_envs:
    GOPRIVATE: my.org
`;

describe.skipIf(noLoongcollectorHost !== undefined)(
	`private plugins of a collector that is built of its source${noLoongcollectorHost ? ` (missing: ${noLoongcollectorHost})` : ""}`,
	() => {
		story();
		let graft: Instance;
		let host: LoongcollectorHost;
		let untouched: Record<string, string>;
		beforeAll(async () => {
			graft = await makeInstance();
			host = await makeLoongcollectorHost(graft.env);
			writeFileSync(list(), ours);
			untouched = await everything();
		});
		afterAll(async () => {
			host?.remove();
			await graft?.remove();
		});

		const list = () => join(host.tree, "external_plugins.yml");
		const at = () => ["--server", "local", "--server-dir", host.tree];
		const change = (verb: "install" | "uninstall", id: string) => [verb, id, ...at(), "--yes"];
		/** The tree, what lies beside it, and the settings of whoever builds. */
		const everything = async () => ({
			...(await graft.snapshot(join(host.tree, ".."))),
			...(await settings()),
		});
		const settings = async () =>
			Object.fromEntries(
				Object.entries(await graft.snapshot(join(graft.folder, "user"))).filter(([path]) =>
					/gitconfig|\.config\/go\/env/.test(path),
				),
			);

		async function done(args: readonly string[]): Promise<Ended> {
			const ended = await graft.run(args);
			expect(ended).toMatchObject({ code: 0 });
			return ended;
		}

		async function refused(args: readonly string[], code = 3): Promise<string> {
			const before = await everything();
			const ended = await graft.run(args);
			expect(ended, ended.stderr).toMatchObject({ code, stdout: "" });
			expect(await everything()).toEqual(before);
			return ended.stderr;
		}

		async function bring(files: Files): Promise<Ended> {
			return graft.run(["import", await graft.zip("plugin.zip", files), "--yes"]);
		}

		/** Runs until the builder compiles, and then has `signal` sent. */
		async function whileItBuilds(args: readonly string[], signal: NodeJS.Signals) {
			writeFileSync(join(host.tree, "hold"), "");
			const child = spawn(process.execPath, [program, ...args], {
				...{ env: graft.env, stdio: ["ignore", "ignore", "pipe"] },
			});
			const ended = once(child, "exit");
			let words = "";
			for await (const line of createInterface({ input: child.stderr })) {
				words += `${line}\n`;
				if (line.trim() === "compiling") child.kill(signal);
			}
			await ended;
			rmSync(join(host.tree, "hold"));
			return words;
		}

		it("are recognised, and planned with the lines that change, and nothing is touched by it", async () => {
			const zip = await graft.zip("mark.zip", loongcollectorFiles());
			const { stdout } = await done(["inspect", zip]);
			expect(stdout).toMatch(/id +mark, for loongcollector/);
			expect(stdout).toContain("processor processor_mark");
			expect(await bring(loongcollectorFiles())).toMatchObject({ code: 0 });
			const { stdout: plan } = await done(["plan", "mark", ...at()]);
			expect(plan).toContain(`replace ${list()}`);
			expect(plan).toContain('+     - gomod: "example.org/you/mark v1.2.0"');
			expect(plan).toContain(`+       path: "${host.plugins}/mark"`);
			expect(plan).not.toMatch(/^ *- /m);
			expect(plan).toContain(`build ${host.artefact}`);
			expect(plan).toContain("may take many minutes");
			expect(await everything()).toEqual(untouched);
		});

		it("are in the library once they are installed, and nothing but that and the list is another", async () => {
			const { stderr } = await done(change("install", "mark"));
			expect(stderr).toContain("config: plugins.yml,external_plugins.yml");
			expect(await host.load("processor_mark", "processor_upper")).toBe("mark 1.2.0\nupper\n");
			const now = await everything();
			const changed = Object.keys(untouched).filter((path) => now[path] !== untouched[path]);
			expect(changed.sort()).toEqual([list(), host.artefact].sort());
			const added = Object.keys(now).filter((path) => !(path in untouched));
			expect(added.every((path) => path.startsWith(host.plugins))).toBe(true);
		});

		it("leave the settings of Git and Go as they are, whatever the list of this house asks for", async () => {
			const { stdout } = await done(["plan", "mark", ...at()]);
			expect(stdout).toContain("loongcollector/settings-there");
			expect(stdout).toContain("git config --global url.git@my.org:.insteadof https://my.org");
			expect(await settings()).toEqual({});
		});

		it("are in sync then, and there is nothing left to do", async () => {
			expect((await done(["status", "mark", ...at()])).stdout).toContain("in-sync (1.2.0)");
			expect((await done(change("install", "mark"))).stdout).toContain("Nothing to do");
		});

		it("are seen to drift where the entry or the library is another, and mended", async () => {
			const text = readFileSync(list(), "utf8");
			writeFileSync(list(), ours);
			expect((await graft.run(["status", "mark", ...at()])).stdout).toContain("drifted");
			await done(change("install", "mark"));
			expect(readFileSync(list(), "utf8")).toBe(text);
			copyFileSync("/bin/true", host.artefact);
			expect((await graft.run(["status", "mark", ...at()])).stdout).toContain("drifted");
			await done(change("install", "mark"));
			expect(await host.load("processor_mark")).toBe("mark 1.2.0\n");
		});

		it("of two extensions share one list and one library", async () => {
			await bring(loongcollectorFiles({ name: "stamp" }));
			await done(change("install", "stamp"));
			expect(await host.load("processor_mark", "processor_stamp")).toBe(
				"mark 1.2.0\nstamp 1.2.0\n",
			);
			for (const id of ["mark", "stamp"])
				expect((await done(["status", id, ...at()])).stdout).toContain("in-sync (1.2.0)");
			expect(readFileSync(list(), "utf8")).toContain("# twice does no harm");
		});

		it("of a type that the collector has already are refused, with its name", async () => {
			await bring(loongcollectorFiles({ name: "loud", types: ["processor_upper"] }));
			const words = await refused(change("install", "loud"));
			expect(words).toContain("loongcollector/type-registered");
			expect(words).toContain(
				"The processor processor_upper is registered by the collector itself",
			);
		});

		it("that cannot be compiled are taken back to the byte, with the compiler's words", async () => {
			await bring(loongcollectorFiles({ name: "faulty", code: "var x int = nothing" }));
			const words = await refused(change("install", "faulty"));
			expect(words).toContain("undefined: nothing");
			expect(words).toContain("Everything was rolled back.");
			expect(await host.load("processor_mark")).toBe("mark 1.2.0\n");
		});

		it("whose build nobody waits for any more are taken back, and the build is ended", async () => {
			await bring(loongcollectorFiles({ name: "late" }));
			const before = await everything();
			const words = await whileItBuilds(change("install", "late"), "SIGINT");
			expect(words).toContain("Everything was rolled back.");
			expect(await everything()).toEqual(before);
			expect(host.builders()).toEqual([]);
		});

		it("whose build dies with Graft are put in order by whoever comes next, once no builder writes any more", async () => {
			const before = await everything();
			await whileItBuilds(change("install", "late"), "SIGKILL");
			expect(await everything()).not.toEqual(before);
			// What an administrator had agreed to is gone on with; what it was made from must be whole.
			await done(change("install", "late"));
			expect(host.builders()).toEqual([]);
			expect(await host.load("processor_late", "processor_mark")).toBe("late 1.2.0\nmark 1.2.0\n");
			await done(change("uninstall", "late"));
			expect(await everything()).toEqual(before);
		});

		it("go one by one, and leave everything as it was, to the byte", async () => {
			await done(change("uninstall", "mark"));
			expect(await host.load("processor_mark")).toBe("can't find plugin processor_mark\n");
			expect(await host.load("processor_stamp")).toBe("stamp 1.2.0\n");
			expect((await done(["status", "stamp", ...at()])).stdout).toContain("in-sync (1.2.0)");
			await done(change("uninstall", "stamp"));
			expect(await everything()).toEqual(untouched);
			expect(existsSync(host.plugins)).toBe(false);
		});
	},
);
