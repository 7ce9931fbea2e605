import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { dkronFiles } from "../builders/dkron-files.ts";
import type { Files } from "../builders/tree.ts";
import { story } from "../story.ts";
import { type Ended, type Instance, makeInstance, program } from "./command-line.ts";
import {
	buildDkronHost,
	type DkronHost,
	type DkronPrograms,
	noDkronHost,
	startDkronHost,
} from "./dkron-host.ts";

const mark = "dkron-processor-mark";
const say = "dkron-executor-say";

describe.skipIf(noDkronHost !== undefined)(
	`plugins of a host that loads them as Dkron does${noDkronHost ? ` (missing: ${noDkronHost})` : ""}`,
	() => {
		story();
		let programs: DkronPrograms;
		let graft: Instance;
		let host: DkronHost;
		let pid: string;
		beforeAll(async () => {
			programs = await buildDkronHost();
			graft = await makeInstance();
			host = await startDkronHost(programs.host);
			pid = host.pid();
		});
		afterAll(async () => {
			await host?.remove();
			await graft?.remove();
			programs?.remove();
		});

		const at = () => ["--server", "local", "--server-dir", host.folder];
		const change = (verb: "install" | "uninstall", id: string, ...more: string[]) =>
			[verb, id, ...at(), "--reload", "--yes", ...more] as const;
		const placed = (name: string) => join(host.plugins, name);
		/** Of what lies in its folder; its own program starts two more. */
		const loaded = () => host.children().filter((line) => line.startsWith(host.plugins));

		async function done(args: readonly string[]): Promise<Ended> {
			const ended = await graft.run(args);
			expect(ended).toMatchObject({ code: 0 });
			return ended;
		}

		/** Refused, and nothing is as if it had been tried; gives what was said. */
		async function refused(args: readonly string[]): Promise<string> {
			const before = await graft.snapshot(host.folder);
			const { code, stdout, stderr } = await graft.run(args);
			expect({ code, stdout }, stderr).toEqual({ code: 3, stdout: "" });
			expect(await graft.snapshot(host.folder)).toEqual(before);
			return stderr;
		}

		async function bring(files: Files): Promise<void> {
			await done(["import", await graft.zip("plugin.zip", files), "--yes"]);
		}

		async function processor(version: string): Promise<Files> {
			return { ...dkronFiles({ version }), [mark]: await programs.plugin("netrpc", version) };
		}

		async function restarted(...names: string[]): Promise<void> {
			expect(host.pid()).not.toBe(pid);
			pid = host.pid();
			expect(loaded()).toEqual(names.map(placed));
			expect(await host.health()).toEqual({
				status: 200,
				body: { leader: true, status: "healthy" },
			});
		}

		/** Runs until it is about to restart the host; `then` comes in between. */
		async function whenItWaits(
			args: readonly string[],
			then: (signal: (name: NodeJS.Signals) => void) => void,
		): Promise<{ code: number; words: string }> {
			const child = spawn(process.execPath, [program, ...args], {
				env: graft.env,
				stdio: ["ignore", "ignore", "pipe"],
			});
			const ended = once(child, "exit");
			let words = "";
			for await (const line of createInterface({ input: child.stderr })) {
				words += `${line}\n`;
				if (/^\[\d+\/\d+\] restart/.test(line)) then((name) => child.kill(name));
			}
			const [code] = await ended;
			return { code, words };
		}

		it("are recognised, imported and planned, and nothing is touched by it", async () => {
			const zip = await graft.zip("mark.zip", await processor("1.2"));
			const { stdout } = await done(["inspect", zip]);
			expect(stdout).toMatch(new RegExp(`id +${mark}, for dkron`));
			expect(stdout).toContain("processor mark: linux/");
			await done(["import", zip, "--yes"]);
			const { value: plan } = await graft.json<{ steps: { kind: string; target: string }[] }>([
				...["plan", mark, ...at(), "--reload"],
			]);
			expect(plan.steps).toMatchObject([
				{ kind: "trial", target: placed(mark) },
				{ kind: "put-file", target: placed(mark), mode: 0o755 },
				{ kind: "restart", target: "Dkron (node1)" },
			]);
			expect(readdirSync(host.plugins)).toEqual([]);
			expect(host.pid()).toBe(pid);
		});

		it("run as its children once they are installed", async () => {
			await done(change("install", mark));
			await restarted(mark);
		});

		it("are tried only where they are installed", async () => {
			const words = await refused([
				"try",
				mark,
				"--server",
				"local",
				"--server-dir",
				graft.folder,
				"--yes",
			]);
			expect(words).toContain(`${mark} is not installed on local.`);
		});

		it("are in sync then, and there is nothing left to do", async () => {
			expect((await done(["status", mark, ...at()])).stdout).toContain("in-sync (1.2)");
			expect((await done(change("install", mark))).stdout).toContain("Nothing to do");
			expect(host.pid()).toBe(pid);
		});

		it("are used once by a job that is made for it, and nothing of that is left", async () => {
			const { stdout } = await done(["try", mark, ...at(), "--yes"]);
			expect(stdout).toContain(
				"processor mark works. The job ran on node1, and the processor changed its output.",
			);
			expect(stdout).toMatch(/It put out:\n {2}1\.2: graft-[0-9a-f]{8}\n/);
			expect(await host.jobs(`graft-try-${mark}`)).toBe(404);
			expect(host.pid()).toBe(pid);
		});

		it("run as what an upgrade brings", async () => {
			const files = await processor("1.3");
			await bring(files);
			await done(change("install", mark));
			await restarted(mark);
			expect(readFileSync(placed(mark)).equals(files[mark] as Uint8Array)).toBe(true);
		});

		it("that end the host when they are used are found out by a try, and it runs again", async () => {
			const broken = "dkron-processor-broken";
			await bring({ VERSION: "1.0\n", [broken]: await programs.plugin("netrpc", "broken") });
			await done(change("install", broken));
			await restarted(broken, mark);
			const { code, stderr } = await graft.run(["try", broken, ...at(), "--yes"]);
			expect(code).toBe(3);
			expect(stderr).toContain("Dkron no longer answers at http://127.0.0.1:");
			expect(stderr).toContain("Dkron (node1) had ended over it, and was started again.");
			await restarted(broken, mark);
			await done(change("uninstall", broken));
			await restarted(mark);
		});

		it("are tried before anything is moved: an executor over netrpc is refused", async () => {
			const ofTheSdk = await programs.plugin("netrpc", "1.0");
			await bring({ VERSION: "1.0\n", [say]: ofTheSdk });
			const words = await refused(change("install", say));
			expect(words).toContain("it must speak grpc, and says: 1|1|unix|");
			expect(words).toContain("Everything was rolled back.");
			expect(host.pid()).toBe(pid);
		});

		it("of both kinds are loaded beside each other", async () => {
			await bring({ VERSION: "1.1\n", [say]: await programs.plugin("grpc", "1.1") });
			await done(change("install", say));
			await restarted(mark, say);
		});

		it("that answer, and then cannot be spoken to, are taken back, and it runs without them", async () => {
			await bring(dkronFiles({ name: "dkron-processor-mute" }));
			const words = await refused(change("install", "dkron-processor-mute"));
			expect(words).toContain("Dkron (node1) ended instead of restarting");
			expect(words).toContain("Everything was rolled back.");
			await restarted(mark, say);
		});

		it("are not put where another file would keep it from starting again", async () => {
			await bring(await processor("1.4"));
			const page = placed("dkron-processor-mark.md");
			writeFileSync(page, "# mark\n");
			const words = await refused(change("install", mark));
			expect(words).toContain(`error  dkron/stops-dkron  ${page}`);
			rmSync(page);
			expect(host.pid()).toBe(pid);
		});

		it("wait for the jobs that run; who does not want to wait has everything as it was", async () => {
			host.setCluster({ Busy: [{ job_name: "nightly" }] });
			const before = await graft.snapshot(host.plugins);
			const { code, words } = await whenItWaits(change("install", mark), (send) => send("SIGINT"));
			expect(code).not.toBe(0);
			expect(words).toContain("it was cancelled while it waited to restart Dkron (node1)");
			expect(words).toContain("jobs run, and a restart would end them");
			expect(words).toContain("nightly");
			expect(await graft.snapshot(host.plugins)).toEqual(before);
			expect(host.pid()).toBe(pid);
		});

		it("go on as soon as no job runs any more", async () => {
			const { code, words } = await whenItWaits(change("install", mark), () => host.setCluster({}));
			expect(code, words).toBe(0);
			await restarted(mark, say);
		});

		it("that a job names are taken off only where that is accepted", async () => {
			host.setCluster({ Jobs: [{ name: "marked", executor: "shell", processors: { mark: {} } }] });
			const words = await refused(change("uninstall", mark));
			expect(words).toContain("1 job uses it: marked.");
			expect(host.pid()).toBe(pid);
			await done(change("uninstall", mark, "--accept", "dkron/in-use"));
			await restarted(say);
		});

		it("leave nothing behind", async () => {
			host.setCluster({});
			await done(change("uninstall", say));
			await restarted();
			expect(readdirSync(host.plugins)).toEqual([]);
			expect(existsSync(join(host.folder, ".graft"))).toBe(false);
		});
	},
);
