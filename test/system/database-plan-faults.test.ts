import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { DatabaseConnection } from "../../packages/core/src/databases/database-connection.ts";
import { GraftError } from "../../packages/core/src/domain/errors.ts";
import { recoverDatabase } from "../../packages/core/src/drivers/sql/apply/recover-database.ts";
import { type DatabaseFault, faultyDatabase } from "../builders/faulty-database.ts";
import {
	type Asked,
	anExtension,
	applyFor,
	failureOf,
	makePlace,
	makeUser,
	openPlace,
	planFor,
} from "./database-place.ts";
import { type Mariadb, noMariadb, startMariadb } from "./mariadb.ts";

let server: Mariadb;
let watcher: DatabaseConnection;

beforeAll(async () => {
	if (noMariadb !== undefined) return;
	server = await startMariadb();
	await makeUser(server);
	await makePlace(server);
	watcher = await openPlace(server);
});

afterAll(async () => {
	await watcher?.close();
	await server?.dispose();
});

const long = "2020-01-02 03:04:05";

/** Every table as the database describes it, and every row; of when one was activated only whether it was long ago. */
async function everything(): Promise<Record<string, string>> {
	const found: Record<string, string> = {};
	for (const row of await watcher.query("SHOW TABLES")) {
		const name = String(Object.values(row)[0]);
		const [described = {}] = await watcher.query(`SHOW CREATE TABLE \`${name}\``);
		const rows = await watcher.query(`SELECT * FROM \`${name}\` ORDER BY 1`);
		const cells = rows.map((one) =>
			Object.entries(one)
				.map(([column, cell]) =>
					column === "install_date" && cell !== long ? "lately" : String(cell),
				)
				.join("|"),
		);
		const definition = String(Object.values(described)[1]).replace(/ AUTO_INCREMENT=\d+/, "");
		found[name] = [definition, ...cells].join("\n");
	}
	return found;
}

async function reset(statements: readonly string[]): Promise<void> {
	await watcher.execute("SET foreign_key_checks = 0");
	for (const name of Object.keys(await everything()))
		if (!["config", "extensions", "hardware"].includes(name))
			await watcher.execute(`DROP TABLE \`${name}\``);
	await watcher.execute("SET foreign_key_checks = 1");
	await watcher.execute("DELETE FROM extensions WHERE id = 'panes'");
	for (const statement of statements) await watcher.execute(statement);
}

interface Scenario {
	readonly name: string;
	readonly setUp: readonly string[];
	readonly asked: Asked;
	/** In the database's own words, for one that cannot succeed. */
	readonly fails?: string;
}

const OLD = [
	"CREATE TABLE panes (ID INT NOT NULL AUTO_INCREMENT, NAME VARCHAR(9) NOT NULL, PRIMARY KEY (ID), UNIQUE KEY n (NAME))",
	"INSERT INTO panes (NAME) VALUES ('left'), ('right')",
	`INSERT INTO extensions (id, name, version, install_date) VALUES ('panes', 'Panes', 1, '${long}')`,
];
const install = [
	"DROP TABLE panes",
	"CREATE TABLE panes (ID BIGINT NOT NULL AUTO_INCREMENT, NAME VARCHAR(99), SIZE INT, PRIMARY KEY (ID))",
	"CREATE TABLE kinds (ID INT PRIMARY KEY, NAME VARCHAR(9))",
	"CREATE INDEX k ON kinds (NAME)",
	"INSERT INTO kinds VALUES (1, 'oak'), (2, 'elm')",
];
const extension = anExtension({ version: "2.0", install });
const failing = anExtension({
	version: "3.0",
	install: [...install, "INSERT INTO kinds VALUES (2, 'ash')"],
});

const scenarios: readonly Scenario[] = [
	{
		name: "an activation",
		setUp: [],
		asked: { extension: anExtension({ install: install.slice(2, 3) }) },
	},
	{ name: "an upgrade with rows", setUp: OLD, asked: { extension } },
	{
		name: "an upgrade that fails",
		setUp: OLD,
		asked: { extension: failing },
		fails: "Duplicate entry",
	},
	{
		name: "a removal with its tables",
		setUp: [...OLD, "CREATE TABLE kinds (ID INT, FOREIGN KEY (ID) REFERENCES panes (ID))"],
		asked: { extension, goal: "absent", dropTables: true },
	},
];

/** How it ends without any fault. */
async function ending({ setUp, asked, fails }: Scenario): Promise<Record<string, string>> {
	await reset(setUp);
	const session = await openPlace(server);
	if (fails === undefined) await applyFor(session, asked);
	else expect((await failureOf(applyFor(session, asked))).message).toContain(fails);
	await session.close();
	return everything();
}

describe.skipIf(noMariadb !== undefined)(
	`a change in OCS's database that is cut short${noMariadb === undefined ? "" : ` (${noMariadb})`}`,
	() => {
		for (const scenario of scenarios)
			for (const what of ["dies", "refuses"] as const)
				it(`leaves ${scenario.name} as before or done, wherever ${what === "dies" ? "the connection is lost" : "the database says no"}`, async () => {
					const after = await ending(scenario);
					await reset(scenario.setUp);
					const before = await everything();
					if (scenario.fails !== undefined) expect(after).toEqual(before);
					let call = 1;
					while (await strike(scenario, { call, what }, before, after)) call += 1;
					expect(call).toBeGreaterThan(12);
				});

		it("takes no row away that somebody else entered meanwhile", async () => {
			await reset([]);
			const session = await openPlace(server);
			const { hash } = await planFor(session, { extension });
			// Just after the second table was made.
			const dying: DatabaseConnection = {
				...session,
				execute: (sql, parameters) =>
					sql.startsWith("CREATE INDEX")
						? Promise.reject(new GraftError("unreachable", "the connection was lost"))
						: session.execute(sql, parameters),
			};
			expect(await failureOf(applyFor(dying, { extension }, hash))).toMatchObject({
				kind: "partly-done",
			});
			await session.close();
			await watcher.execute("INSERT INTO panes (NAME) VALUES ('left')");
			const fresh = await openPlace(server);
			const notes: string[] = [];
			await recoverDatabase({ connection: fresh, report: ({ text }) => notes.push(text) });
			expect(notes.at(-1)).toContain("panes was created and stays");
			expect(Object.keys(await everything()).join()).not.toMatch(/kinds|graft_/);
			await applyFor(fresh, { extension });
			await fresh.close();
			expect(await watcher.query("SELECT NAME FROM panes")).toEqual([{ NAME: "left" }]);
		});

		it("forgets no table that waits to be dropped, however often the database will not bring it back", async () => {
			await reset(OLD);
			const removal: Asked = { extension, goal: "absent", dropTables: true };
			const { hash } = await planFor(watcher, removal);
			const session = await openPlace(server);
			// Just after the table was renamed.
			const dying = intercepted(session, "INSERT INTO graft_journal", "unreachable", () => waits());
			expect(await failureOf(applyFor(dying, removal, hash))).toMatchObject({
				kind: "partly-done",
			});
			await session.close();
			const fresh = await openPlace(server);
			const refusing = intercepted(fresh, "RENAME TABLE", "refused", async () => true);
			for (const _ of ["once", "again"]) {
				const { kind, message } = await failureOf(
					recoverDatabase({ connection: refusing, report: () => undefined }),
				);
				expect(kind).toBe("refused");
				expect(message).toMatch(/panes may stay as graft_gone_2/);
			}
			await recoverDatabase({ connection: fresh, report: () => undefined });
			await fresh.close();
			expect(await watcher.query("SELECT NAME FROM panes ORDER BY ID")).toEqual([
				{ NAME: "left" },
				{ NAME: "right" },
			]);
			expect(Object.keys(await everything()).join()).not.toContain("graft_");
		});

		it("counts a first row that was changed only once, so that somebody else's is seen", async () => {
			await reset([]);
			const first = ["INSERT INTO panes (NAME) VALUES ('own')", "UPDATE panes SET SIZE = 1"];
			const filled = anExtension({
				install: install.flatMap((sql) =>
					/CREATE TABLE panes/.test(sql) ? [sql, ...first] : [sql],
				),
			});
			const session = await openPlace(server);
			const refusing: DatabaseConnection = {
				...session,
				execute: async (sql, parameters) => {
					if (!sql.startsWith("CREATE TABLE kinds")) return session.execute(sql, parameters);
					await watcher.execute("INSERT INTO panes (NAME) VALUES ('left')");
					throw new GraftError("refused", "no more tables");
				},
			};
			const { message } = await failureOf(applyFor(refusing, { extension: filled }));
			expect(message).toContain("panes was created and stays");
			await session.close();
			expect(await watcher.query("SELECT NAME FROM panes ORDER BY ID")).toEqual([
				{ NAME: "own" },
				{ NAME: "left" },
			]);
		});

		it("is refused while another one is at work, and says whose it is", async () => {
			expect.assertions(2);
			await reset([]);
			const [one, other] = await Promise.all([openPlace(server), openPlace(server)]);
			const { hash } = await planFor(one, { extension });
			await applyFor(holding(one, other), { extension }, hash);
			await one.close();
			await other.close();
		});
	},
);

/** False where the work was over before that call. */
async function strike(
	{ setUp, asked, fails }: Scenario,
	fault: DatabaseFault,
	before: Record<string, string>,
	after: Record<string, string>,
): Promise<boolean> {
	await reset(setUp);
	const { hash } = await planFor(watcher, asked);
	const session = await openPlace(server);
	const faulty = faultyDatabase(session, fault);
	const error = await applyFor(faulty, asked, hash).then(
		() => undefined,
		(reason: unknown) => reason,
	);
	await session.close();
	if (!faulty.isStruck()) return false;
	if (error !== undefined && !(error instanceof GraftError)) throw error;
	// Said to be as before: then it is.
	if (error?.kind === "refused") expect(await everything()).toEqual(before);
	const fresh = await openPlace(server);
	await recoverDatabase({ connection: fresh, report: () => undefined });
	expect([before, after]).toContainEqual(await everything());
	if (fails === undefined) await applyFor(fresh, asked);
	await fresh.close();
	expect(await everything(), `call ${fault.call}`).toEqual(after);
	return true;
}

async function waits(): Promise<boolean> {
	return Object.keys(await everything()).some((name) => name.startsWith("graft_gone_"));
}

/** A real session that does not do statements beginning with `start` while `isStruck`. */
function intercepted(
	inner: DatabaseConnection,
	start: string,
	kind: "unreachable" | "refused",
	isStruck: () => Promise<boolean>,
): DatabaseConnection {
	return {
		...inner,
		execute: async (sql, parameters) => {
			if (sql.startsWith(start) && (await isStruck()))
				throw new GraftError(kind, "the database says no");
			return inner.execute(sql, parameters);
		},
	};
}

/** In the middle of its work, another session tries. */
function holding(one: DatabaseConnection, other: DatabaseConnection): DatabaseConnection {
	return {
		...one,
		execute: async (sql, parameters) => {
			if (sql.startsWith("CREATE TABLE kinds")) {
				const error = await failureOf(applyFor(other, { extension }));
				expect(error).toMatchObject({ kind: "refused" });
				expect(error.message).toMatch(
					/anna since .* on panes is at work there from .* \(session \d+\)/,
				);
			}
			return one.execute(sql, parameters);
		},
	};
}
