import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { GraftError } from "../domain/errors.ts";
import { parseRepositoryUrl } from "./repository-address.ts";

const token = "s3cret";

describe("the URL of a repository", () => {
	test("is read, and neither git nor a label is given what is secret in it", () => {
		expect(
			parseRepositoryUrl(`https://graft:${token}@git.example.org:8443/falcon/plugin.git\n`),
		).toEqual({
			remote: "https://git.example.org:8443/falcon/plugin.git",
			label: "https://graft@git.example.org:8443/falcon/plugin.git",
			...{ user: "graft", password: token, key: undefined },
		});
	});

	test("names a key over SSH, which is no part of its label", () => {
		expect(parseRepositoryUrl("ssh://git@[::1]:2222/srv/plugin.git?key=/etc/graft/id a")).toEqual({
			remote: "ssh://git@[::1]:2222/srv/plugin.git",
			label: "ssh://git@[::1]:2222/srv/plugin.git",
			...{ user: "git", password: "", key: "/etc/graft/id a" },
		});
	});

	test.each([
		["nothing like one", "plugin.git", "it is none"],
		["git's short form", "git@example.org:falcon/plugin.git", "it is none"],
		["a folder of this machine", "file:///srv/plugin.git", "ssh:// or https://"],
		["a program to run", "ext::sh -c id", "ssh:// or https://"],
		["an option as its host", "ssh://-oProxyCommand=id/x", "no host"],
		["an option as its user", "ssh://-oProxyCommand=id@host/x", "no server takes"],
		["without a path", "ssh://git@host", "only the path"],
		["with a branch", "ssh://git@host/x#main", "only the path"],
		["with a password over SSH", `ssh://git:${token}@host/x`, "no password"],
		["with an unescaped @ in its password", `https://u:p@${token}@host/x@y`, "only the path"],
		["with a setting that we do not know", `ssh://git@host/x?${token}=1`, "only key"],
		["with a key over HTTP", "https://u@host/x?key=/k", "only key"],
		["with a key by a relative path", "ssh://git@host/x?key=k", "absolute path"],
		["with a key that would end its line", "ssh://git@host/x?key=/k%0aProxyCommand id", "absolute"],
		["with a broken escape", `https://u:${token}%@host/x`, "hex"],
	])("is refused where it is %s, and is not repeated", (_, url, said) => {
		let failure: unknown;
		try {
			parseRepositoryUrl(url);
		} catch (error) {
			failure = error;
		}
		expect(failure).toBeInstanceOf(GraftError);
		expect(failure).toMatchObject({ kind: "usage", message: expect.stringContaining(said) });
		expect(String(failure)).not.toContain(token);
	});

	test("takes any password that is escaped, and shows none of it", () => {
		const word = fc.stringMatching(/^[ -~]{8,40}$/);
		fc.assert(
			fc.property(word, (password) => {
				const url = `https://graft:${encodeURIComponent(password)}@host/plugin.git`;
				const { remote, label, password: read } = parseRepositoryUrl(url);
				expect(read).toBe(password);
				expect([remote, label]).toEqual([
					...["https://host/plugin.git", "https://graft@host/plugin.git"],
				]);
			}),
		);
	});
});
