import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { GraftError } from "../domain/errors.ts";
import { parseApiUrl } from "./api-address.ts";

const secret = "s3cret";

describe("the URL of an API", () => {
	test("is read, and neither its base nor its label has the password", () => {
		expect(parseApiUrl(`https://graft:${secret}@falcon.example.org:8443/front/\n`)).toEqual({
			base: "https://falcon.example.org:8443/front",
			label: "https://graft@falcon.example.org:8443/front",
			...{ user: "graft", password: secret },
		});
	});

	test.each([
		["nothing like one", "falcon.example.org:8080", "https:// or http://"],
		["a file", "file:///etc/passwd", "https:// or http://"],
		["without a user", "http://host:8080", "no user"],
		["without a password", "http://graft@host:8080", "no password"],
		["with an unescaped / in its password", `http://u:1/${secret}@host`, "no user"],
		["with a query", `http://u:p@host/?${secret}`, "only a path"],
		["with a fragment", `http://u:p@host/#${secret}`, "only a path"],
		["with a % alone", "http://u:%zz@host", "two hex digits"],
	])("is refused where it is %s, and nothing of it is repeated", (_, url, why) => {
		const error = thrownBy(() => parseApiUrl(url));
		expect(error.kind).toBe("usage");
		expect(error.message).toContain(why);
		expect(`${error.message} ${error.hint}`).not.toContain(secret);
	});

	test("gives back every user and password that were escaped", () => {
		const text = fc.string({ minLength: 1, unit: "grapheme" });
		fc.assert(
			fc.property(text, text, (user, password) => {
				const [u, p] = [user, password].map(encodeURIComponent);
				expect(parseApiUrl(`http://${u}:${p}@host`)).toMatchObject({ user, password });
			}),
		);
	});
});

function thrownBy(work: () => unknown): GraftError {
	try {
		work();
	} catch (error) {
		if (error instanceof GraftError) return error;
		throw error;
	}
	throw new Error("nothing was thrown");
}
