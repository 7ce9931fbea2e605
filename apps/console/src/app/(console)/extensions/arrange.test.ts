import { expect, it } from "vitest";
import { arrange, queryOf, wishOf } from "./arrange.ts";

const warning = { severity: "warning", code: "a/b", path: "", message: "", hint: "" } as const;
const extension = (id: string, rest: object = {}) => ({
	id,
	name: `Name of ${id}`,
	description: "",
	active: false,
	problems: [],
	servers: [],
	importedAt: new Date(0),
	...rest,
});
const drifted = { server: "local", state: "drifted", version: "1", seenAt: new Date(0) } as const;
const list = [
	extension("office", { description: "Licence keys", importedAt: new Date(5) }),
	extension("bitlocker", { active: true, problems: [{ ...warning, severity: "info" }] }),
	extension("certs", { problems: [warning], importedAt: null }),
	extension("winusers", { active: true, servers: [drifted] }),
];
const ids = (query: string): string[] =>
	arrange(list, wishOf(new URLSearchParams(query))).map(({ id }) => id);

it("sorts by name unless it is told otherwise", () => {
	expect(ids("")).toEqual(["bitlocker", "certs", "office", "winusers"]);
	expect(ids("sort=newest")[0]).toBe("office");
	expect(ids("sort=problems")[0]).toBe("certs");
});

it("finds every word in any of id, name and description, whatever its case", () => {
	expect(ids("find=LICENCE+off")).toEqual(["office"]);
	expect(ids("find=nothing+of+this")).toEqual([]);
});

it("shows what is asked for", () => {
	expect(ids("show=active")).toEqual(["bitlocker", "winusers"]);
	expect(ids("show=inactive")).toEqual(["certs", "office"]);
	expect(ids("show=servers")).toEqual(["winusers"]);
	expect(ids("show=attention")).toEqual(["certs", "winusers"]);
});

it("takes no notice of what an address should not say", () => {
	expect(ids("show=constructor&sort=toString")).toHaveLength(4);
});

it("keeps a wish in the address, and says nothing there without one", () => {
	expect(queryOf(wishOf(new URLSearchParams("")))).toBe("");
	const wish = { find: "a b&c", show: "active", sort: "newest" } as const;
	expect(wishOf(new URLSearchParams(queryOf(wish)))).toEqual(wish);
});
