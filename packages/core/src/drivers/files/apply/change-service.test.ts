import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { patient } from "../../../../../../test/patience.ts";
import type { Connection } from "../../../connections/connection.ts";
import { openLocal } from "../../../connections/local/open-local.ts";
import type { Check, ServiceStep } from "../../../domain/plan.ts";
import type { Progress } from "../../../domain/progress.ts";
import { awaitTurn, changeService, restoreService } from "./change-service.ts";

/** A service as small as one can be: it listens, reads its settings at its start and on HUP, and logs both. */
const program = `
const { appendFileSync, readFileSync, writeFileSync } = require("node:fs");
const [folder, port] = process.argv.slice(2);
const read = (why) => {
	const text = readFileSync(folder + "/settings", "utf8");
	if (text === "fatal") process.exit(1);
	appendFileSync(folder + "/log", why + " with " + text + "\\n");
};
read("started");
process.on("SIGHUP", () => read("reloaded"));
const { existsSync } = require("node:fs");
if (existsSync(folder + "/plugin"))
	require("node:child_process").spawn(folder + "/plugin", ["-e", "process.stdin.resume()"]);
const busy = () => (existsSync(folder + "/busy") ? readFileSync(folder + "/busy", "utf8") : "");
require("node:http").createServer((_, answer) => answer.end(busy())).listen(Number(port), "127.0.0.1", () => {
	writeFileSync(folder + "/pid", String(process.pid));
});
`;

let folder: string;
let port: number;
let connection: Connection;
let told: Progress[];
beforeEach(async () => {
	folder = mkdtempSync(join(tmpdir(), "graft-service-"));
	port = await freePort();
	connection = openLocal("/unused");
	told = [];
	writeFileSync(join(folder, "service.cjs"), program);
	writeFileSync(join(folder, "settings"), "one");
	const quoted = [process.execPath, join(folder, "service.cjs"), folder, String(port)];
	writeFileSync(
		join(folder, "ctl"),
		[
			"#!/bin/sh",
			`pid=$(cat ${folder}/pid)`,
			"case $1 in",
			'reload) kill -HUP "$pid" ;;',
			'stop) kill "$pid"; while kill -0 "$pid" 2>/dev/null; do sleep 0.05; done ;;',
			`start) ${quoted.join(" ")} </dev/null >/dev/null 2>&1 & ;;`,
			"restart) $0 stop; $0 start ;;",
			"esac",
			"",
		].join("\n"),
		{ mode: 0o755 },
	);
	execFileSync(join(folder, "ctl"), ["start"], { stdio: "ignore" });
	while (!existsSync(join(folder, "pid"))) await pause(20);
});
afterEach(async () => {
	if (isThere()) execFileSync(join(folder, "ctl"), ["stop"], { stdio: "ignore" });
	await connection.close();
	rmSync(folder, { recursive: true });
});

function freePort(): Promise<number> {
	return new Promise((resolve) => {
		const server = createServer().listen(0, "127.0.0.1", () => {
			const address = server.address();
			const free = typeof address === "object" ? (address?.port ?? 0) : 0;
			server.close(() => resolve(free));
		});
	});
}

const pid = () => Number(readFileSync(join(folder, "pid"), "utf8"));
const isThere = () => existsSync(`/proc/${pid()}`);

function step(kind: ServiceStep["kind"], until: readonly Check[], argv = [kind]): ServiceStep {
	return {
		...{ kind, until, target: "probe" },
		argv: [join(folder, "ctl"), ...argv],
		start: [join(folder, "ctl"), "start"],
		process: { kind: "pid-file", path: join(folder, "pid") },
		deadlineMs: patient(2_000),
		log: join(folder, "log"),
		why: "it reads its settings only then",
	};
}

const site = () => ({ connection, report: (event: Progress) => told.push(event) });
const change = (asked: ServiceStep) => changeService(site(), asked);

const answers = (): Check => ({ kind: "answer", urls: [`http://127.0.0.1:${port}/`] });
const listens = (): Check => ({ kind: "port", port });
const says = (text: string): Check => ({ kind: "log-line", text });

describe("a service", () => {
	it("is reloaded, and that is seen by its process, its port, its answer and its log", async () => {
		const before = pid();
		writeFileSync(join(folder, "settings"), "two");
		const until = [
			{ kind: "same-process" } as const,
			...[listens(), answers(), says("reloaded with two")],
		];
		expect(await change(step("reload", until))).toEqual({ outcome: "changed", words: "" });
		expect(pid()).toBe(before);
	});

	it("is restarted, and that is seen by another process, its port, its answer and its log", async () => {
		const before = pid();
		writeFileSync(join(folder, "settings"), "two");
		const until = [
			{ kind: "new-process" } as const,
			...[listens(), answers(), says("started with two")],
		];
		expect(await change(step("restart", until))).toEqual({ outcome: "changed", words: "" });
		expect(pid()).not.toBe(before);
	});

	it("is asked only once what must come true before did, and not at all where it does not, or at a cancel", async () => {
		const idle: Check = {
			...{ kind: "status", url: `http://127.0.0.1:${port}/busy`, status: 200, body: "[]" },
			otherwise: "jobs still run",
		};
		const asked: ServiceStep = { ...step("restart", []), when: [idle] };
		const wait = (signal?: AbortSignal) => awaitTurn(site(), asked, signal);
		writeFileSync(join(folder, "busy"), "[1]");
		expect(await wait()).toMatch(/jobs still run .*answers 200 \[1\]/);
		expect(await wait(AbortSignal.abort())).toMatch(/jobs still run/);
		const ready = wait();
		writeFileSync(join(folder, "busy"), "[]");
		expect(await ready).toBeUndefined();
	});

	it("shows what was put by what it starts itself, which nobody waits for once that is taken back", async () => {
		const child: Check = { kind: "child", program: join(folder, "plugin") };
		const asked = {
			...step("restart", [{ kind: "new-process" }, answers()]),
			untilPresent: [child],
		};
		const words = expect.stringMatching(/it has not started .*plugin/);
		expect(await change(asked)).toMatchObject({ outcome: "unseen", words });
		expect(await restoreService(site(), asked)).toBeUndefined();
		symlinkSync(process.execPath, join(folder, "plugin"));
		expect(await change(asked)).toEqual({ outcome: "changed", words: "" });
		rmSync(join(folder, "plugin"));
		writeFileSync(join(folder, "plugin"), "#!/bin/sh\ncat\n", { mode: 0o755 });
		expect(await change(asked)).toEqual({ outcome: "changed", words: "" });
	});

	it("is told by its command line where no file names it", async () => {
		const before = pid();
		const line = readFileSync(`/proc/${before}/cmdline`, "utf8").split("\0").join(" ").trim();
		const uid = String(process.getuid?.());
		const asked: ServiceStep = {
			...step("restart", [{ kind: "new-process" }, answers()]),
			process: { kind: "command-line", line, uid },
		};
		expect(await change(asked)).toEqual({ outcome: "changed", words: "" });
		expect(pid()).not.toBe(before);
		const others = { ...asked, process: { ...asked.process, uid: "4242" } } as ServiceStep;
		expect(await change(others)).toMatchObject({ outcome: "ended", words: "it was not running" });
	});

	it.each<[string, ServiceStep["kind"], () => readonly Check[], RegExp]>([
		["a restart by the process from before", "reload", () => [{ kind: "new-process" }], /before/],
		["a log line by an older one", "reload", () => [says("started with one")], /does not say/],
		["a port by another one", "reload", () => [{ kind: "port", port: 1 }], /listens on port 1/],
	])("is not believed: %s", async (_, kind, until, words) => {
		const outcome = await change(step(kind, until()));
		expect(outcome).toMatchObject({ outcome: "unseen", words: expect.stringMatching(words) });
		expect(told).toContainEqual(
			expect.objectContaining({ kind: "progress", text: expect.stringMatching(words) }),
		);
	});

	it("that ends over what it reads is said to have ended, or not to come back, and is brought back", async () => {
		writeFileSync(join(folder, "settings"), "fatal");
		expect(await change(step("reload", [{ kind: "same-process" }, listens()]))).toMatchObject({
			outcome: "ended",
		});
		writeFileSync(join(folder, "settings"), "one");
		const restart = step("restart", [{ kind: "new-process" }, answers()]);
		expect(await restoreService({ connection, report: () => undefined }, restart)).toBeUndefined();
		expect(isThere()).toBe(true);

		writeFileSync(join(folder, "settings"), "fatal");
		expect(await change(restart)).toMatchObject({ outcome: "unseen" });
		writeFileSync(join(folder, "settings"), "one");
		expect(await restoreService({ connection, report: () => undefined }, restart)).toBeUndefined();
		expect(isThere()).toBe(true);
	});

	it("that declines is the process that it was", async () => {
		const before = pid();
		const asked = { ...step("restart", [{ kind: "new-process" }]), argv: ["false"] };
		expect(await change(asked)).toMatchObject({ outcome: "declined" });
		expect(pid()).toBe(before);
	});
});
