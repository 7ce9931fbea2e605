import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
	agent,
	type DkronServer,
	dkronServer,
	healthy,
	members,
	unit,
} from "../../../../../test/builders/dkron-server.ts";
import { discover } from "./discover.ts";

let root: string;
beforeEach(() => {
	root = mkdtempSync(join(tmpdir(), "graft-dkron-"));
	mkdirSync(join(root, "etc/dkron"), { recursive: true });
	writeFileSync(join(root, "etc/dkron/dkron.yml"), "");
});
afterEach(() => rmSync(root, { recursive: true }));

describe("what speaks against a restart", () => {
	const problems = async (host: Partial<DkronServer>) => {
		const connection = dkronServer(root, {
			running: { 7: agent },
			group: unit,
			api: healthy,
			...host,
		});
		return (await discover(connection, { reload: true })).problems;
	};

	it.each<[string, Partial<DkronServer>, RegExp]>([
		["its API does not answer", { api: {} }, /its API does not answer/],
		[
			"its API is that of something else",
			{ api: { "/v1/": [200, "hello"] } },
			/its API does not answer/,
		],
		["nobody starts it", { group: "0::/user.slice" }, /neither systemd nor one script/],
		["another one's unit holds it", { main: 1 }, /neither systemd nor one script/],
	])("dkron/no-restart: %s", async (_, host, message) => {
		expect(await problems(host)).toEqual([
			expect.objectContaining({
				...{ code: "dkron/no-restart", severity: "warning", part: "server" },
				...{ message: expect.stringMatching(message), hint: expect.stringMatching(/\.$/) },
			}),
		]);
	});

	it.each([
		"0::/docker/0a1b",
		"0::/kubepods.slice/kubepods-pod1.slice/cri-containerd-0a1b.scope",
		"0::/machine.slice/libpod-0a1b.scope",
	])("dkron/in-container: %s", async (group) => {
		expect(await problems({ group })).toEqual([
			expect.objectContaining({
				...{ code: "dkron/in-container", severity: "error" },
				...{ message: expect.stringContaining("process 7"), hint: expect.stringMatching(/\.$/) },
			}),
		]);
	});

	it.each<[string, readonly number[], boolean]>([
		["alone", [1], false],
		["three of three", [1, 1, 1], false],
		["two of three", [1, 1, 4], true],
		["two that stayed of three", [1, 1, 3], true],
		["two of two", [1, 1], true],
		["four of five", [1, 1, 1, 1, 4], false],
		["three of five", [1, 1, 1, 4, 4], true],
	])("dkron/no-quorum: %s", async (_, states, warned) => {
		const api = { ...healthy, "/v1/members": [200, members(...states)] } as const;
		expect((await problems({ api })).map(({ code, hint }) => [code, hint !== ""])).toEqual(
			warned ? [["dkron/no-quorum", true]] : [],
		);
	});

	it("is nothing for a node that only runs jobs", async () => {
		const index = { agent: { name: "worker", version: "4.1.2" }, tags: {} };
		const api = { ...healthy, "/v1/": [200, index], "/v1/members": [200, members(1, 1)] } as const;
		expect(await problems({ api })).toEqual([]);
	});
});
