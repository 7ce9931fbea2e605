import { GraftError } from "@graft/core/domain/errors";
import { expect, it } from "vitest";
import { moreServers, serverFromFlags } from "./server-flags.ts";

it("is undefined where no server is named", () => {
	expect(serverFromFlags({}, { password: "secret" })).toBeUndefined();
});

it("takes the way in and the secrets to a server over SSH", () => {
	const options = {
		server: "ssh://me@host",
		identity: "/key",
		jump: "ssh://j@k",
		sudo: true,
		expectHostKey: "SHA256:abc",
	};
	expect(serverFromFlags(options, { passphrase: "p", sudoPassword: "s" })).toEqual({
		address: "ssh://me@host",
		identityFile: "/key",
		jump: "ssh://j@k",
		sudo: true,
		expectedHostKey: "SHA256:abc",
		passphrase: "p",
		sudoPassword: "s",
	});
});

it("takes more servers beside the first, each with what it has a use for", () => {
	const options = {
		...{ server: "ssh://me@one", andServer: ["local", "ssh://me@two"] },
		...{ identity: "/key", serverDir: "/etc/dkron" },
	};
	expect(moreServers(options, { passphrase: "p" })).toEqual([
		{ address: "local" },
		{ address: "ssh://me@two", identityFile: "/key", passphrase: "p" },
	]);
	expect(moreServers({ server: "local" }, {})).toEqual([]);
	expect(() => moreServers({ andServer: ["local"] }, {})).toThrow("none is named");
});

it("sends no secret to this machine itself", () => {
	expect(serverFromFlags({ server: "local" }, { password: "secret" })).toEqual({
		address: "local",
	});
});

it("takes a password that was read from standard input", () => {
	const options = { server: "ssh://me@host", passwordStdin: true };
	expect(serverFromFlags(options, { password: "secret" })).toEqual({
		address: "ssh://me@host",
		password: "secret",
	});
});

it.each([
	{ server: "local", identity: "/key" },
	{ server: "local", sudo: true },
	{ jump: "ssh://j@k" },
	{ passwordStdin: true },
])("refuses %j, because the answer would be lost", (options) => {
	expect(() => serverFromFlags(options, {})).toThrow(GraftError);
});
