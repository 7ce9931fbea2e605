import { listExtensionsInput } from "@graft/services/extensions/list-extensions";
import { expect, it } from "vitest";
import { askedFor, queryOf, wishOf } from "./arrange.ts";

const wish = { find: "a b&c", show: "active", sort: "newest", page: 3 } as const;

it("keeps a wish in the address, and says nothing there without one", () => {
	expect(queryOf(wishOf({}))).toBe("");
	expect(wishOf(Object.fromEntries(new URLSearchParams(queryOf(wish))))).toEqual(wish);
});

it("takes no notice of what an address should not say", () => {
	const odd = { show: "constructor", sort: "toString", page: "-1", find: ["a", "b"] };
	expect(wishOf(odd)).toEqual(wishOf({}));
	expect(wishOf({ page: "1e9" }).page).toBe(1);
});

it.each([wish, wishOf({}), wishOf({ find: "x".repeat(1000), show: "attention" })])(
	"asks for what the list can give",
	(wished) => {
		expect(listExtensionsInput.safeParse(askedFor(wished)).success).toBe(true);
	},
);
