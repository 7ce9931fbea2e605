import { describe, expect, it } from "vitest";
import { groupsIn, upInputOf, usualWish } from "./written-wish.ts";

describe("what somebody wrote about bringing an extension up", () => {
	it("is for no agent before somebody chose, and not complete", () => {
		expect(upInputOf("probe", [], usualWish)).toBeNull();
	});

	it("names each group once, and none where nothing is written", () => {
		expect(groupsIn(" web, db ,,web")).toEqual(["web", "db"]);
		expect(groupsIn(" ")).toEqual([]);
	});

	it("is this machine and every agent where just that was chosen", () => {
		const server = { address: "local" };
		const machines = { ...usualWish.machines, kind: "all" } as const;
		expect(upInputOf("probe", [], { ...usualWish, machines })).toEqual({
			...{ subject: { id: "probe" }, accept: [], servers: [{ server }] },
			deployment: { to: { kind: "all" }, server },
		});
	});

	it("gives agents nothing where nobody was chosen", () => {
		const machines = { kind: "nobody", group: "ours", machines: "pc1" } as const;
		expect(upInputOf("probe", ["a/b"], { ...usualWish, machines })).toEqual({
			...{ subject: { id: "probe" }, accept: ["a/b"] },
			servers: [{ server: { address: "local" } }],
		});
	});

	it("looks for packages on the same server, whose key was compared", () => {
		const written = {
			...{ address: " ssh://root@ocs:22 ", serverDir: "/etc/ocs ", hostKey: " SHA256:abc" },
			machines: { kind: "machines", group: "", machines: "pc1\n\n pc2 " } as const,
			downloadDir: "/srv/download",
		};
		const server = { address: "ssh://root@ocs:22", expectedHostKey: "SHA256:abc" };
		expect(upInputOf("probe", [], written)).toEqual({
			...{ subject: { id: "probe" }, accept: [], servers: [{ server, serverDir: "/etc/ocs" }] },
			deployment: {
				...{ to: { kind: "machines", names: ["pc1", "pc2"] }, server },
				downloadDir: "/srv/download",
			},
		});
	});

	it.each([
		["server", { address: " " }],
		["group", { machines: { kind: "group", group: " ", machines: "" } as const }],
		["machine", { machines: { kind: "machines", group: "", machines: "\n" } as const }],
	])("is not complete without a %s", (_what, change) => {
		const all = { ...usualWish, machines: { kind: "all", group: "", machines: "" } as const };
		expect(upInputOf("probe", [], all)).not.toBeNull();
		expect(upInputOf("probe", [], { ...all, ...change })).toBeNull();
	});
});
