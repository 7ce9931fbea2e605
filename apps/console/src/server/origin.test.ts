import { describe, expect, it } from "vitest";
import { isMalformedOrigin, isOwnOrigin } from "./origin.ts";

const from = (origin: string | null, host = "127.0.0.1:3000"): Headers =>
	new Headers(origin === null ? { host } : { origin, host });

describe("the origin of a request", () => {
	it("is ours when a page of this console sent it, by each name of this machine", () => {
		expect(isOwnOrigin(from("http://127.0.0.1:3000"), undefined)).toBe(true);
		expect(isOwnOrigin(from("http://localhost:3000", "localhost:3000"), undefined)).toBe(true);
		expect(isOwnOrigin(from("http://[::1]:3000", "[::1]:3000"), undefined)).toBe(true);
	});

	it.each([
		null,
		"null",
		"http://evil.example",
		"http://127.0.0.1:3001",
		"http://127.0.0.1.evil.example:3000",
		"http://localhost:3000",
		"not an origin",
		"https://127.0.0.1:3000",
		"ftp://127.0.0.1:3000",
		"http://127.0.0.1:3000@evil.example",
	])("is foreign: %s", (origin) => {
		expect(isOwnOrigin(from(origin), undefined)).toBe(false);
	});

	it("is foreign when another name was made to resolve to this machine", () => {
		expect(isOwnOrigin(from("http://evil.example:3000", "evil.example:3000"), undefined)).toBe(
			false,
		);
	});

	it("is ours at the public address that the administrator configured, and only there", () => {
		const address = "https://graft.example/";
		expect(isOwnOrigin(from("https://graft.example", "graft.example"), address)).toBe(true);
		expect(isOwnOrigin(from("http://graft.example", "graft.example"), address)).toBe(false);
	});
});

it.each([
	[null, false],
	["null", false],
	["http://127.0.0.1:3000", false],
	["not an origin", true],
	["http://", true],
	["http://[::1", true],
	["", true],
])("tells a malformed origin: %s", (origin, expected) => {
	expect(isMalformedOrigin(origin)).toBe(expected);
});
