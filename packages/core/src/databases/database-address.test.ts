import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { GraftError } from "../domain/errors.ts";
import { labelOfDatabase, parseDatabaseUrl } from "./database-address.ts";

const password = "s3cret";

describe("the URL of a database", () => {
	test("is read, and its label leaves the password out", () => {
		const address = parseDatabaseUrl(
			`mariadb://ocs:${password}@db.example.org:3307/ocsweb?tls=true\n`,
		);
		expect(address).toEqual({
			...{ host: "db.example.org", port: 3307, user: "ocs", password },
			...{ database: "ocsweb", socket: undefined, tls: true },
		});
		expect(labelOfDatabase(address)).toBe("mysql://ocs@db.example.org:3307/ocsweb");
	});

	test("may name a socket of this machine, and no password", () => {
		const address = parseDatabaseUrl("mysql://ocs@localhost/ocsweb?socket=/run/mysqld/mysqld.sock");
		expect(address).toMatchObject({ password: "", socket: "/run/mysqld/mysqld.sock" });
		expect(labelOfDatabase(address)).toContain("?socket=/run/mysqld/mysqld.sock");
	});

	test("takes an address of IPv6", () => {
		const address = parseDatabaseUrl("mysql://ocs@[::1]/ocsweb");
		expect(address).toMatchObject({ host: "::1", port: 3306 });
		expect(labelOfDatabase(address)).toBe("mysql://ocs@[::1]:3306/ocsweb");
	});

	test.each([
		["nothing like one", "ocsweb", "it is none"],
		["another program's", `postgres://ocs:${password}@db/ocsweb`, "mysql://"],
		["without a user", "mysql://db/ocsweb", "no user"],
		["without a database", `mysql://ocs:${password}@db`, "no database"],
		["without a host", `mysql://ocs:${password}@/ocsweb`, "it is none"],
		["with a port that is none", `mysql://ocs:${password}@db:99999/ocsweb`, "it is none"],
		["with a setting that we do not know", `mysql://ocs@db/x?${password}=1`, "tls and socket"],
		["with a broken escape", `mysql://ocs:${password}%@db/ocsweb`, "hex"],
	])("is refused %s, with what to do, and without the password", (_what, url, named) => {
		const error = refusal(url);
		expect(error.message).toContain(named);
		expect(error.hint).toContain("%40");
		expect(`${error.message}${error.hint}`).not.toContain(password);
	});

	test("holds any user, password and database that is escaped", () => {
		const parts = fc.tuple(
			...Array.from({ length: 3 }, () => fc.string({ minLength: 1, unit: "grapheme" })),
		);
		fc.assert(
			fc.property(parts, ([user = "", secret = "", database = ""]) => {
				const [one, two, three] = [user, secret, database].map(encodeURIComponent);
				fc.pre(three !== "." && three !== "..");
				const address = parseDatabaseUrl(`mysql://${one}:${two}@db/${three}`);
				expect(address).toMatchObject({ user, password: secret, database, host: "db" });
			}),
		);
	});

	test("with a password that nobody escaped is read rightly, or refused; never does it come out", () => {
		const special = fc.string({
			unit: fc.constantFrom(..."#/?@:%&=1"),
			minLength: 1,
			maxLength: 5,
		});
		fc.assert(
			fc.property(special, special, (before, after) => {
				const secret = `${before}${password}${after}`;
				const url = `mysql://ocs:${secret}@db:3306/ocsweb`;
				const told = outcome(url);
				expect(told).not.toContain(password);
			}),
			{ numRuns: 2_000 },
		);
	});
});

function outcome(url: string): string {
	try {
		return labelOfDatabase(parseDatabaseUrl(url));
	} catch (error) {
		if (!(error instanceof GraftError)) throw error;
		return `${error.message}${error.hint}`;
	}
}

function refusal(url: string): GraftError {
	try {
		parseDatabaseUrl(url);
	} catch (error) {
		if (error instanceof GraftError && error.kind === "usage") return error;
		throw error;
	}
	return expect.fail("it was taken");
}
