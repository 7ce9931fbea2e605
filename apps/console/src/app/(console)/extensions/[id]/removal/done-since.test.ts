import type { RemovalPlan } from "@graft/services/way/removal-plan";
import { describe, expect, it } from "vitest";
import { doneSince } from "./done-since.ts";

type Server = Extract<RemovalPlan["places"][number], { driver: "files" }>["plan"];
type Packages = Extract<RemovalPlan["places"][number], { driver: "delivery" }>["plan"];

const step = { kind: "remove-folder", target: "/etc/ocs/perl", why: "it is empty" } as const;

const on = (server: string, key: string, steps: Server["steps"] = [step]): Server => ({
	...{ format: 1, goal: "absent", platform: "ocs-inventory", leaves: null, notes: [], hash: "" },
	...{ extension: { id: "probe", version: "1.0" }, content: null, server, steps },
	place: {
		...{ key, workFolder: "/etc/ocs/.graft", receiptsFolder: "/var/lib/graft" },
		reach: ["/etc/ocs"],
	},
});

const plan = (packages: Packages | null, servers: readonly Server[]): RemovalPlan => ({
	...{ format: 2, tables: [], notes: [], problems: [], hash: "" },
	subject: { platform: "ocs-inventory", id: "probe", version: "1.0", sha256: null },
	places: [
		...(packages === null
			? []
			: [{ place: "agents", driver: "delivery", plan: packages } as const]),
		...servers.map((each) => ({ place: "server", driver: "files", plan: each }) as const),
	],
});

const given = { withdrawn: 2, installed: 0, purged: ["1"] };

describe("what is done of a removal that failed on its way", () => {
	it("is nothing where all is left", () => {
		const agreed = plan(given, [on("local", "one")]);
		expect(doneSince(agreed, agreed, "OCS")).toEqual([]);
	});

	it("names packages, and each server that is rid of it", () => {
		const agreed = plan(given, [on("local", "one"), on("ssh://root@far:22", "one")]);
		expect(doneSince(agreed, plan(null, [on("ssh://root@far:22", "one")]), "OCS")).toEqual([
			"Its packages are withdrawn from OCS's deployment.",
			"It is uninstalled from local.",
		]);
		const emptied = plan(null, [on("local", "one", []), on("ssh://root@far:22", "one", [])]);
		expect(doneSince(agreed, emptied, "OCS")).toContain(
			"It is uninstalled from ssh://root@far:22.",
		);
	});

	it("tells two places on one server apart, and counts none that had nothing to lose", () => {
		const agreed = plan(null, [on("local", "one"), on("local", "two"), on("local", "three", [])]);
		expect(doneSince(agreed, plan(null, [on("local", "two")]), "OCS")).toEqual([
			"It is uninstalled from local.",
		]);
	});
});
