import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { previewUp, upExtension } from "../../packages/services/src/way/up-extension.ts";
import { type Instance, makeInstance } from "../../packages/services/test/instance.ts";
import { dkronFiles } from "../builders/dkron-files.ts";
import { sha256 } from "../builders/tree.ts";
import { makeZip } from "../builders/zip.ts";
import { story } from "../story.ts";
import {
	buildDkronHost,
	type DkronHost,
	type DkronPrograms,
	noDkronHost,
	startDkronHost,
} from "./dkron-host.ts";

const mark = "dkron-processor-mark";
const names = ["node1", "node2", "node3"] as const;
const leader = "node2";

describe.skipIf(noDkronHost !== undefined)(
	`a plugin on three servers of a cluster${noDkronHost ? ` (missing: ${noDkronHost})` : ""}`,
	() => {
		story();
		let programs: DkronPrograms;
		let graft: Instance;
		const hosts = new Map<string, DkronHost>();
		beforeAll(async () => {
			programs = await buildDkronHost();
			graft = await makeInstance();
			const Members = names.map((Name) => ({ Name, Tags: { server: "true" }, Status: 1 }) as const);
			for (const name of names) {
				const host = await startDkronHost(programs.host, name);
				hosts.set(name, host);
				host.setCluster({ Leader: leader, Members });
			}
		});
		afterAll(async () => {
			for (const host of hosts.values()) await host.remove();
			await graft?.dispose();
			programs?.remove();
		});

		const host = (name: string) => hosts.get(name) as DkronHost;
		const pids = () => names.map((name) => host(name).pid());
		const loaded = () => names.map((name) => host(name).children().length - 2);

		const placed = () => names.map((name) => sha256(readFileSync(join(host(name).plugins, mark))));

		/** Looks, and brings up what was shown on all three, as they are named. */
		async function up(program: Uint8Array | string, version: string) {
			const { ctx } = graft;
			const bytes = makeZip({ ...dkronFiles({ version }), [mark]: program });
			const servers = names.map((name) => ({
				...{ server: { address: "local" }, serverDir: host(name).folder },
			}));
			const wish = { subject: { fileName: "mark.zip", bytes }, servers, reload: true };
			const { hash: planHash } = await previewUp({ ctx, input: wish });
			graft.reported.length = 0;
			return upExtension({ ctx, input: { ...wish, planHash } });
		}

		/** Whose restart was told, in this order. */
		const restarts = () =>
			graft.reported.flatMap((event) =>
				event.kind === "step" ? (/^restart Dkron \((.*)\)$/.exec(event.text)?.[1] ?? []) : [],
			);

		it("comes to its leader last", async () => {
			const before = pids();
			await up(await programs.plugin("netrpc", "1.2"), "1.2");
			expect(restarts()).toEqual(["node1", "node3", leader]);
			expect(loaded()).toEqual([1, 1, 1]);
			for (const [at, pid] of pids().entries()) expect(pid).not.toBe(before[at]);
		});

		it("is as before on all of them where the last one does not come up with it", async () => {
			const before = placed();
			const real = join(graft.root, "real");
			writeFileSync(real, await programs.plugin("netrpc", "1.3"), { mode: 0o755 });
			// It answers everywhere, and what the leader starts cannot be spoken to then.
			const faulty = `#!/bin/bash
grep -qF ${host(leader).folder} /proc/$PPID/cmdline || exec -a "$0" ${real}
echo '1|1|unix|/nowhere|netrpc'
exec sleep 600
`;
			await expect(up(faulty, "1.3")).rejects.toMatchObject({
				kind: "refused",
				message: expect.stringContaining(`Dkron (${leader}) ended instead of restarting`),
			});
			expect(restarts()).toEqual(["node1", "node3", leader, "node3", "node1"]);
			expect(placed()).toEqual(before);
			expect(loaded()).toEqual([1, 1, 1]);
			for (const name of names) expect((await host(name).health()).status).toBe(200);
		});
	},
);
