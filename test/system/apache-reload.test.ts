import { execFileSync } from "node:child_process";
import {
	closeSync,
	existsSync,
	mkdirSync,
	openSync,
	readdirSync,
	readFileSync,
	symlinkSync,
	writeFileSync,
} from "node:fs";
import { connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Connection } from "@graft/core/connections/connection";
import type { ServiceStep } from "@graft/core/domain/plan";
import { afterEach, describe, expect, it } from "vitest";
import { openLocal } from "../../packages/core/src/connections/local/open-local.ts";
import {
	changeService,
	restoreService,
} from "../../packages/core/src/drivers/files/apply/change-service.ts";
import { discover } from "../../packages/core/src/platforms/ocs-inventory/discover.ts";
import { server as ocsServer } from "../../packages/core/src/platforms/ocs-inventory/server.ts";
import {
	noOcsApache,
	type OcsApache,
	type OcsApacheOptions,
	startOcsApache,
} from "./ocs-apache.ts";

const local: Connection = openLocal(join(tmpdir(), "graft-no-state"));

/** As in a container: root, and still not allowed to look into the files of other users' processes. */
const withoutPtrace = ["setpriv", "--bounding-set", "-sys_ptrace", "--inh-caps", "-sys_ptrace"];
const confined: Connection = {
	...local,
	run: (argv, options) => local.run([...withoutPtrace, ...argv], options),
};

const at = (connection: Connection) => ({ connection, report: () => undefined });

describe.skipIf(noOcsApache !== undefined || process.getuid?.() !== 0)(
	`the proof of a reload, of a real Apache${noOcsApache ? ` (missing: ${noOcsApache})` : ""}`,
	() => {
		let apache: OcsApache;
		let drained: number | undefined;
		const clients: Socket[] = [];
		afterEach(() => {
			for (const client of clients.splice(0)) client.destroy();
			apache.stop();
			if (drained !== undefined) closeSync(drained);
			drained = undefined;
		});

		async function start(options: OcsApacheOptions = {}): Promise<ServiceStep> {
			apache = await startOcsApache(options);
			const given = { serverDir: dirname(apache.plugins), reload: true };
			const facts = await discover(local, given);
			expect(facts.problems).toEqual([]);
			const service = ocsServer.service?.(facts);
			if (!service) throw new Error("no service");
			expect(JSON.parse(facts.values.reload ?? "")).toEqual(service);
			return service;
		}

		/** A log as in OCS's own container: a link to a pipe that somebody else empties. */
		function pipe(path: string): void {
			const fifo = join(dirname(path), "fifo");
			execFileSync("mkfifo", [fifo]);
			symlinkSync(fifo, path);
			drained = openSync(fifo, "r+");
		}

		/** A worker that reads this request until its client goes. */
		async function occupyWorker(): Promise<void> {
			const client = connect(apache.port, "127.0.0.1");
			clients.push(client);
			client.on("error", () => undefined);
			client.write("POST /ocsinventory HTTP/1.0\r\nContent-Length: 100\r\n\r\nabc");
			await new Promise((resolve) => setTimeout(resolve, 500));
		}

		function breakMap(): string {
			const conf = join(apache.plugins, "bad.conf");
			const folder = join(apache.perl, "Apache/Ocsinventory/Plugins/Bad");
			mkdirSync(folder, { recursive: true });
			writeFileSync(join(folder, "Map.pm"), "syntax error(");
			writeFileSync(conf, "PerlModule Apache::Ocsinventory::Plugins::Bad::Map\n");
			return conf;
		}

		const children = () =>
			readdirSync("/proc").filter(
				(name) =>
					/^\d+$/.test(name) &&
					existsSync(`/proc/${name}/stat`) &&
					new RegExp(`\\) \\w ${apache.pid()} `).test(readFileSync(`/proc/${name}/stat`, "utf8")),
			);

		it.each(["prefork", "worker", "event"] as const)(
			"is seen of mpm_%s, twice, also where its log is a pipe",
			async (mpm) => {
				const service = await start({ mpm, errorLog: pipe });
				const pid = apache.pid();
				for (const _ of [1, 2]) {
					expect(await changeService(at(local), service)).toEqual({
						outcome: "changed",
						words: "",
					});
				}
				expect(apache.pid()).toBe(pid);
			},
		);

		it.each([
			["prefork", "root", local],
			["event", "root", local],
			["prefork", "root in a container", confined],
			["event", "root in a container", confined],
		] as const)(
			"is seen of mpm_%s by %s, while a worker from before still has a request",
			async (mpm, _, connection) => {
				const service = await start({ mpm, by: connection === confined ? withoutPtrace : [] });
				await occupyWorker();
				const before = new Set(children());
				expect(await changeService(at(connection), service)).toMatchObject({ outcome: "changed" });
				expect(children().filter((child) => before.has(child)).length).toBeGreaterThan(0);
			},
		);

		it("is seen where it takes its time", async () => {
			const slow = "<Perl>\nsleep 2;\n</Perl>";
			const service = await start({ more: slow });
			const began = Date.now();
			expect(await changeService(at(local), service)).toMatchObject({ outcome: "changed" });
			expect(Date.now() - began).toBeGreaterThan(1_900);
		});

		it.each([
			["a pipe", pipe],
			["a file", undefined],
		])("is not believed where it ends over a Map, with %s for a log", async (name, errorLog) => {
			const service = await start({ ...(errorLog && { errorLog }) });
			const conf = breakMap();
			const { outcome, words } = await changeService(at(local), service);
			expect(outcome).toBe("ended");
			expect(words).toMatch(name === "a file" ? /syntax error/ : /not a file/);
			writeFileSync(conf, "");
			expect(await restoreService(at(local), service)).toBeUndefined();
			expect(apache.pid()).toBeDefined();
		});

		it("is not believed where nothing is reloaded, nor where there are more workers of before", async () => {
			const service = await start();
			const silent = { ...service, argv: ["true"], deadlineMs: 1_000 };
			expect(await changeService(at(local), silent)).toMatchObject({
				outcome: "unseen",
				words: expect.stringContaining("none of its workers is new"),
			});
			const asking = changeService(at(local), { ...silent, deadlineMs: 4_000 });
			// Enough at once that it makes more of them by itself.
			await Promise.all([occupyWorker(), occupyWorker(), occupyWorker()]);
			expect(await asking).toMatchObject({
				outcome: "unseen",
				words: expect.stringMatching(/workers from before still take requests|is new/),
			});
		});

		it("is not promised where its processes are hidden", async () => {
			await start();
			const hidden: Connection = {
				...local,
				run: (argv, options) =>
					argv[0] === "ps"
						? local.run(argv, options)
						: local.run(
								[
									...["unshare", "--mount", "sh", "-c"],
									...['mount -t tmpfs tmpfs /proc && exec "$@"', "sh", ...argv],
								],
								options,
							),
			};
			const { problems, values } = await discover(hidden, {
				serverDir: dirname(apache.plugins),
				reload: true,
			});
			expect(values.reload).toBe("");
			expect(problems).toMatchObject([
				{ code: "ocs/no-reload", message: expect.stringContaining("cannot be seen below /proc") },
			]);
		});
	},
);
