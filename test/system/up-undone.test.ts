import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ocsFiles } from "../builders/ocs-files.ts";
import { commonPlace } from "../common-place.ts";
import { patient } from "../patience.ts";
import { noOcsStack, type OcsStack } from "./ocs-stack.ts";
import { id, makeUpPlace, newerAgent, type UpPlace, wider } from "./up-place.ts";

describe.skipIf(noOcsStack)(
	`the whole way, once it is undone${noOcsStack ? ` (${noOcsStack})` : ""}`,
	() => {
		let place: UpPlace;
		let stack: OcsStack;

		const shared = commonPlace(makeUpPlace, (old) => old.dispose());
		beforeEach(() => {
			place = shared();
			({ stack } = place);
		});
		afterEach(async () => {
			expect(await place.traces()).toEqual([]);
			expect(await stack.answer()).toBe(400);
			await place.run(place.remove());
		});

		const latest = async () => {
			const { stdout } = await place.done(["operations", "--json"]);
			const [first] = JSON.parse(stdout).operations as { id: string; kind: string }[];
			return String(first?.id);
		};
		const undo = (operation: string) => place.run(["undo", operation, "--yes"]);
		/** As OCS writes down what the first machine said; null as long as that has not asked. */
		const report = (status: string | null) =>
			stack.database(
				`update devices set TVALUE = ${status === null ? "NULL" : `'${status}'`}
				where NAME = 'DOWNLOAD' and HARDWARE_ID = 1`,
			);

		it("leaves nothing of a first installation that no machine has executed", async () => {
			const before = await place.everything();
			await place.done(place.up(await place.zip("1.0")));
			expect(await stack.database("select * from devices where NAME = 'DOWNLOAD'")).toHaveLength(2);
			const { code, stdout, stderr } = await undo(await latest());
			expect([code, stderr]).toEqual([0, expect.any(String)]);
			expect(stdout).toContain("All that it had changed was undone.");
			expect(await place.everything()).toEqual(before);
		});

		it("keeps a table with the rows that came since, and says so", async () => {
			const insert = `$commonObject->sqlQuery("INSERT INTO ${id} (HARDWARE_ID, MOUNT) VALUES (0, 'first')");`;
			const files = ocsFiles();
			const installer = String(files["install.php"]).replace(
				'ENGINE=INNODB;");',
				`ENGINE=INNODB;"); ${insert}`,
			);
			const first = await place.zip("1.0", { "install.php": installer });
			await place.done(place.up(first));
			const untouched = await latest();
			expect(await stack.database(`select MOUNT from ${id}`)).toEqual([["first"]]);
			// Its own first rows are none that came since.
			expect(await undo(untouched)).toMatchObject({ code: 0 });
			expect(await stack.database(`show tables like '${id}'`)).toEqual([]);

			await place.done(place.up(first));
			await stack.database(`insert into ${id} (HARDWARE_ID, MOUNT) values (1, '/data')`);
			const { code, stdout } = await undo(await latest());
			expect([code, stdout]).toEqual([0, expect.stringContaining(`but ${id} stays`)]);
			expect(await stack.database(`select MOUNT from ${id} order by ID`)).toEqual([
				["first"],
				["/data"],
			]);
			expect(await stack.database("select * from extensions")).toEqual([]);
			expect(await place.graft.snapshot(stack.extensions)).toEqual({});
			await place.done(place.up(first));
			expect(await stack.database(`select MOUNT from ${id}`)).toHaveLength(2);
		});

		it("goes back from an upgrade to the version before, with every row", async () => {
			await place.done(place.up(await place.zip("1.0")));
			const first = await latest();
			await stack.database(`insert into ${id} (HARDWARE_ID, MOUNT) values (1, '/'), (2, '/')`);
			const map = String(ocsFiles()["APACHE/Map.pm"]).replace(
				"MOUNT => {}",
				"MOUNT => {}, LABEL => {}",
			);
			const { server: onServer, listed } = await place.everything();
			const upgrade = await place.zip("2.0", { ...wider, ...newerAgent, "APACHE/Map.pm": map });
			await place.done(place.up(upgrade));
			await stack.database(`update ${id} set LABEL = 'new' where HARDWARE_ID = 1`);
			const { code, stderr } = await undo(await latest());
			expect([code, stderr]).toEqual([0, expect.any(String)]);
			expect((await place.everything()).listed).toEqual(listed);
			const served = (all: unknown) =>
				Object.entries(all as Record<string, string>).filter(([path]) => !path.includes("receipt"));
			expect(served((await place.everything()).server)).toEqual(served(onServer));
			expect(await stack.database("select version from extensions")).toEqual([["1"]]);
			// What only the newer version knew of a row is kept: columns are never taken away.
			expect(await stack.database(`select MOUNT, LABEL from ${id} order by HARDWARE_ID`)).toEqual([
				["/", "new"],
				["/", "NULL"],
			]);
			expect(await stack.database("select * from devices where NAME = 'DOWNLOAD'")).toEqual([]);
			// Its package took the place of the first one's: whether machines had executed that, OCS no longer says.
			expect(await undo(first)).toMatchObject({
				code: 3,
				stderr: expect.stringMatching(/came after it: up by.*install-plugin remove probe/s),
			});
		});

		it("is refused where a machine has executed the package, or was told of it, and says what to do", async () => {
			await place.done(place.up(await place.zip("1.0")));
			const operation = await latest();
			const before = await place.everything();
			await report("NOTIFIED");
			expect(await undo(operation)).toMatchObject({
				code: 3,
				stderr: expect.stringMatching(/1 machine was told.*install-plugin withdraw probe/s),
			});
			await report("SUCCESS");
			expect(await undo(operation)).toMatchObject({
				code: 3,
				stderr: expect.stringMatching(/1 machine executed.*install-plugin remove probe/s),
			});
			await report(null);
			expect(await place.everything()).toEqual(before);
			expect(await undo(operation)).toMatchObject({ code: 0 });
		});

		it("is refused without the link by which it was done", async () => {
			const noAgents = place.up(await place.zip("1.0")).filter((flag) => flag !== "--all");
			await place.done([...noAgents, "--no-deploy"]);
			const operation = await latest();
			const before = await place.everything();
			expect(await place.graft.run(["undo", operation, "--yes"])).toMatchObject({
				code: 2,
				stderr: expect.stringContaining("database link"),
			});
			expect(await place.everything()).toEqual(before);
			expect(await undo(operation)).toMatchObject({ code: 0 });
		});

		it(
			"is finished or rolled back where its process is killed, and can be undone then",
			async () => {
				const before = await place.everything();
				const zip = await place.zip("1.0");
				let killed = true;
				for (let step = 1; killed; step += 4) {
					await place.done(place.up(zip));
					const operation = await latest();
					killed = (await place.runUntil(["undo", operation, "--yes"], step)).length >= step;
					expect(await stack.answer()).toBe(400);
					const { code, stderr } = await undo(operation);
					// Whoever changes something next finishes it first: then there is nothing left to undo.
					if (code !== 0) expect(stderr).toContain("Something came after it: undo-up");
					expect({ step, now: await place.everything() }).toEqual({ step, now: before });
					expect(await place.traces()).toEqual([]);
					if (!killed) expect(step).toBeGreaterThan(4);
				}
			},
			patient(600_000),
		);
	},
);
