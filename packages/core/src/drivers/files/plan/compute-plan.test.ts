import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bytesOf, sha256 } from "../../../../../../test/builders/tree.ts";
import type { GraftError } from "../../../domain/errors.ts";
import { canonicalJson, planHash } from "../../../domain/hash.ts";
import type { Receipt, RunCheck, ServiceStep } from "../../../domain/plan.ts";
import type { PlacedFile, ServerPart } from "../wanted.ts";
import { computePlan } from "./compute-plan.ts";
import type { Observation, Observed } from "./observe.ts";
import type { PlanInput } from "./plan-input.ts";
import { compareFiles } from "./status.ts";

const place = {
	key: "k",
	workFolder: "/etc/ocs/.graft",
	receiptsFolder: "/var/lib/graft/k/receipts",
	reach: ["/etc/ocs/plugins", "/perl"],
};

const check: RunCheck = {
	kind: "check",
	target: "Map.pm",
	argv: ["perl", "-e", "1"],
	failed: "it does not load",
	why: "asks the loader",
};

const reload: ServiceStep = {
	kind: "reload",
	target: "Apache",
	argv: ["apache2ctl", "graceful"],
	start: ["apache2ctl", "start"],
	process: { kind: "pid-file", path: "/run/apache2.pid" },
	until: [{ kind: "same-process" }],
	log: "/var/log/apache2/error.log",
	deadlineMs: 1,
	why: "it loads plugins only then",
};

function placed(target: string, text: string, within: string): PlacedFile {
	const bytes = bytesOf(text);
	const staging = `${within === "/perl" ? "/perl" : "/etc/ocs"}/.graft`;
	return { target, bytes, sha256: sha256(text), mode: 0o644, staging, within, why: "needed" };
}

function serverPart(segment = "Probe", version = "1"): ServerPart {
	return {
		files: [
			placed(`/perl/Plugins/${segment}/Map.pm`, `map ${segment} ${version}`, "/perl"),
			placed("/etc/ocs/plugins/probe.conf", `PerlModule ${segment}`, "/etc/ocs/plugins"),
		],
		checks: [check],
		checksAfterRemoval: [],
		reload,
		notes: [],
	};
}

/** Text: a file that holds it. A folder otherwise. */
function seen(paths: Record<string, string | null>): Observed {
	const folders: [string, Observation][] = ["/perl", "/perl/Plugins", "/etc/ocs/plugins"].map(
		(path) => [path, { kind: "folder", sha256: null }],
	);
	const none: [string, Observation][] = ["Probe", "Prober"].map((segment) => [
		`/perl/Plugins/${segment}`,
		{ kind: "none", sha256: null },
	]);
	const given = Object.entries(paths).map(([path, text]): [string, Observation] => [
		path,
		text === null ? { kind: "folder", sha256: null } : { kind: "file", sha256: sha256(text) },
	]);
	return new Map([...folders, ...none, ...given]);
}

const installed = seen({
	"/perl/Plugins/Probe": null,
	"/perl/Plugins/Probe/Map.pm": "map Probe 1",
	"/etc/ocs/plugins/probe.conf": "PerlModule Probe",
});

const receipt: Receipt = {
	format: 1,
	platform: "ocs-inventory",
	extension: { id: "probe", version: "1" },
	planHash: "0".repeat(64),
	actor: "tester",
	at: "2026-01-01T00:00:00.000Z",
	files: serverPart().files.map(({ target, sha256, staging }) => ({
		path: target,
		sha256,
		staging,
	})),
	folders: ["/perl/Plugins/Probe"],
};

/** Of what others have a part in, and of what is built. */
const nothingElse = { texts: new Map(), built: {} };

function plan(changes: Partial<PlanInput> = {}) {
	return computePlan({
		goal: "present",
		extension: { platform: "ocs-inventory", id: "probe", version: "1" },
		serverPart: serverPart(),
		observed: seen({}),
		...nothingElse,
		receipts: [],
		server: "local",
		place,
		notes: [],
		reloadPending: false,
		...changes,
	});
}

const outline = (changes: Partial<PlanInput> = {}) =>
	plan(changes).plan.steps.map((step) => `${step.kind} ${step.target}`);

describe("a plan", () => {
	it("makes folders, puts what is referred to before what refers to it, checks, and reloads", () => {
		expect(outline()).toEqual([
			"make-folder /perl/Plugins/Probe",
			"put-file /perl/Plugins/Probe/Map.pm",
			"put-file /etc/ocs/plugins/probe.conf",
			"check Map.pm",
			"reload Apache",
		]);
	});

	it("checks a file as soon as it is there, before what refers to it", () => {
		const target = "/perl/Plugins/Probe/Map.pm";
		const part = {
			...serverPart(),
			checks: [
				{ ...check, target },
				{ ...check, target: "all" },
			],
		};
		expect(outline({ serverPart: part }).slice(1, -1)).toEqual([
			`put-file ${target}`,
			`check ${target}`,
			"put-file /etc/ocs/plugins/probe.conf",
			"check all",
		]);
	});

	it("is empty where all is there already, checks and reload included", () => {
		expect(outline({ observed: installed })).toEqual([]);
		expect(outline({ observed: installed, receipts: [receipt] })).toEqual([]);
		expect(outline({ goal: "absent" })).toEqual([]);
	});

	it("is the reload alone where only that was left out", () => {
		expect(outline({ goal: "absent", reloadPending: true })).toEqual(["reload Apache"]);
		expect(outline({ observed: installed, reloadPending: true })).toEqual([]);
	});

	it("holds only the file that differs", () => {
		const observed = new Map(installed).set("/etc/ocs/plugins/probe.conf", {
			kind: "file",
			sha256: sha256("junk"),
		});
		const { plan: one } = plan({ observed, receipts: [receipt] });
		expect(one.steps.map((step) => step.kind)).toEqual(["put-file", "check", "reload"]);
		expect(one.steps[0]).toMatchObject({
			before: sha256("junk"),
			keep: `${place.receiptsFolder}/kept/probe-${sha256("junk").slice(0, 12)}-probe.conf`,
		});
	});

	it("upgrades to another folder: the old file goes last, its folder after all else", () => {
		const steps = outline({
			serverPart: serverPart("Prober", "2"),
			observed: installed,
			receipts: [receipt],
		});
		expect(steps).toEqual([
			"make-folder /perl/Plugins/Prober",
			"put-file /perl/Plugins/Prober/Map.pm",
			"put-file /etc/ocs/plugins/probe.conf",
			"remove-file /perl/Plugins/Probe/Map.pm",
			"check Map.pm",
			"reload Apache",
			"remove-folder /perl/Plugins/Probe",
		]);
	});

	it("takes away in reverse, what the receipt and what the archive knows", () => {
		const observed = new Map(installed).set("/perl/Plugins/Prober/Map.pm", {
			kind: "file",
			sha256: sha256("map Prober 2"),
		});
		const steps = outline({
			goal: "absent",
			serverPart: serverPart("Prober", "2"),
			observed,
			receipts: [receipt],
		});
		expect(steps).toEqual([
			"remove-file /etc/ocs/plugins/probe.conf",
			"remove-file /perl/Plugins/Prober/Map.pm",
			"remove-file /perl/Plugins/Probe/Map.pm",
			"reload Apache",
			"remove-folder /perl/Plugins/Probe",
		]);
	});

	it("leaves alone what another extension's receipt lists too", () => {
		const other = { ...receipt, extension: { id: "other", version: "1" } };
		const steps = outline({ goal: "absent", observed: installed, receipts: [receipt, other] });
		expect(steps).toEqual(["remove-folder /perl/Plugins/Probe"]);
	});

	it("inherits the folders that Graft made for another, so that the last one out takes them away", () => {
		const other: Receipt = {
			...receipt,
			extension: { id: "other", version: "1" },
			files: [],
			folders: ["/perl/Plugins", "/perl/Plugins/Other"],
		};
		expect(plan({ receipts: [other] }).plan.leaves?.folders).toEqual([
			"/perl/Plugins",
			"/perl/Plugins/Probe",
		]);
	});

	it("names everything that stands in the way at once", () => {
		const observed = new Map(seen({}))
			.set("/perl/Plugins/Probe", { kind: "file", sha256: null })
			.set("/etc/ocs/plugins", { kind: "none", sha256: null })
			.set("/etc/ocs/plugins/probe.conf", { kind: "link", sha256: null });
		try {
			plan({ observed });
			expect.unreachable();
		} catch (error) {
			expect((error as GraftError).problems.map((problem) => problem.code)).toEqual([
				"place/no-folder",
				"place/not-a-folder",
				"place/not-a-file",
			]);
		}
	});

	it("carries the bytes that it puts, and no others", () => {
		expect([...plan().contents.keys()]).toEqual(serverPart().files.map((file) => file.sha256));
		expect(plan({ observed: installed }).contents.size).toBe(0);
	});

	it("refuses to be made for a file outside its folder: that is a platform's fault", () => {
		const part = { ...serverPart(), files: [placed("/perl/../etc/passwd", "x", "/perl")] };
		expect(() => plan({ serverPart: part })).toThrow("does not lie within");
	});
});

describe("its hash", () => {
	it("is the same however the keys came, and another one for any other plan", () => {
		const { plan: one } = plan();
		const turned = Object.fromEntries(Object.entries(one).toReversed()) as unknown as typeof one;
		expect(planHash(turned)).toBe(one.hash);
		expect(planHash({ ...one, server: "ssh://root@other:22" })).not.toBe(one.hash);
		expect(planHash({ ...one, steps: one.steps.toReversed() })).not.toBe(one.hash);
	});

	it("is made over JSON that means the same", () => {
		fc.assert(
			fc.property(fc.jsonValue(), (value) => {
				expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
			}),
		);
	});
});

describe("the status", () => {
	const status = (observed: Observed, known: Receipt | undefined = undefined, version = "1") =>
		compareFiles({ version }, serverPart(), known, { observed, ...nothingElse });

	it("is in sync, drifted or missing, by content alone", () => {
		expect(status(installed)).toMatchObject({ state: "in-sync", version: "1" });
		expect(status(seen({}), receipt)).toMatchObject({ state: "missing", version: null });
		const halfGone = new Map(installed);
		halfGone.delete("/perl/Plugins/Probe/Map.pm");
		expect(status(halfGone, receipt)).toMatchObject({ state: "drifted", version: null });
	});

	it("names each file's state", () => {
		const observed = seen({ "/etc/ocs/plugins/probe.conf": "junk" });
		expect(status(observed, receipt)).toEqual({
			state: "drifted",
			version: null,
			files: [
				{ path: "/perl/Plugins/Probe/Map.pm", state: "missing" },
				{ path: "/etc/ocs/plugins/probe.conf", state: "drifted" },
			],
		});
	});

	it("sees an older version that is whole, and a file that is left over from one", () => {
		const newer = serverPart("Prober", "2");
		const seenNow = { observed: installed, ...nothingElse };
		const result = compareFiles({ version: "2" }, newer, receipt, seenNow);
		expect(result).toMatchObject({ state: "other-version", version: "1" });
		expect(result.files.at(-1)).toEqual({ path: "/perl/Plugins/Probe/Map.pm", state: "drifted" });
	});
});
