import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { GraftError } from "../../domain/errors.ts";
import { formatAddress, parseAddress } from "./address.ts";

describe("an address", () => {
	it.each([
		["ssh://root@ocs.example.org", { user: "root", host: "ocs.example.org", port: 22 }],
		["ssh://ocs_admin@10.0.0.7:2222", { user: "ocs_admin", host: "10.0.0.7", port: 2222 }],
		["ssh://root@[2001:db8::1]:22", { user: "root", host: "2001:db8::1", port: 22 }],
		["ssh://machine$@OCS", { user: "machine$", host: "ocs", port: 22 }],
	])("%s is read", (text, address) => {
		expect(parseAddress(text)).toEqual(address);
	});

	it.each([
		"",
		"root@host",
		"ssh://host",
		"ssh://-oProxyCommand=id@host",
		"ssh://root@-oProxyCommand=id",
		"ssh://a@b@host",
		"ssh://a b@host",
		"ssh://root@ho st",
		"ssh://root@host\n",
		"ssh://root@host\u001b[2J",
		"ssh://root@host:0",
		"ssh://root@host:65536",
		"ssh://root@host:22x",
		"ssh://root@host/",
		"ssh://root@host/etc",
		"ssh://root@host?x",
		"ssh://root@host#x",
		"ssh://root:secret@host",
		"ssh://root@[host]",
		"ssh://root@2001:db8::1",
		"ssh://root@$(id)",
		"ssh://root@.host",
		"ssh://root@host.",
		"http://root@host",
	])("%j is refused, and said to be wrong", (text) => {
		let thrown: unknown;
		try {
			parseAddress(text);
		} catch (error) {
			thrown = error;
		}
		expect(thrown).toBeInstanceOf(GraftError);
		expect(thrown).toMatchObject({ kind: "usage" });
		expect((thrown as GraftError).message).not.toContain("\u001b");
	});

	it("is written in one way that reads back the same", () => {
		const host = fc.oneof(fc.ipV6(), fc.ipV4(), fc.domain());
		fc.assert(
			fc.property(host, fc.integer({ min: 1, max: 65_535 }), (name, port) => {
				const address = { user: "root", host: name.toLowerCase(), port };
				expect(parseAddress(formatAddress(address))).toEqual(address);
			}),
		);
	});
});
