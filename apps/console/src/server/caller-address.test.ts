import { expect, it } from "vitest";
import { addressOf } from "./caller-address.ts";

const proxied = "https://graft.example";

it.each([
	["what a caller writes is no address", "192.0.2.1", "10.0.0.9", proxied, "192.0.2.1"],
	["nor on this machine without a proxy", "127.0.0.1", "10.0.0.9", undefined, "127.0.0.1"],
	["nor by a name of this machine", "::1", "10.0.0.9", "http://localhost:3000", "::1"],
	[
		"a proxy on this machine names the last",
		"127.0.0.1",
		"10.0.0.9, 192.0.2.7",
		proxied,
		"192.0.2.7",
	],
	["or nobody", "::ffff:127.0.0.1", undefined, proxied, "::ffff:127.0.0.1"],
])("%s", (_, peer, forwarded, url, expected) => {
	expect(addressOf(peer, forwarded, url)).toBe(expected);
});
