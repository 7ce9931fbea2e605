import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readdirSync, statfsSync, writeFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { openDatabase } from "@graft/core/databases/open-database";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ocsFiles } from "../builders/ocs-files.ts";
import { commonPlace } from "../common-place.ts";
import { patient } from "../patience.ts";
import { mayMount } from "./mount.ts";
import { noOcsStack, type OcsStack } from "./ocs-stack.ts";
import { id, makeUpPlace, newerAgent, type UpPlace, wider } from "./up-place.ts";

const files = ocsFiles();
/** Only Perl knows that this one ends there; it is accepted as it is. */
const dying = {
	"APACHE/Map.pm": `die "not on this server\\n" if -d "/";\n${files["APACHE/Map.pm"]}`,
};
describe.skipIf(noOcsStack)(
	`the whole way, where a place fails${noOcsStack ? ` (${noOcsStack})` : ""}`,
	() => {
		let place: UpPlace;
		let stack: OcsStack;
		let parent: number | undefined;

		const shared = commonPlace(makeUpPlace, (old) => old.dispose());
		beforeEach(async () => {
			place = shared();
			({ stack } = place);
			parent = stack.apache();
			await place.done(place.up(await place.zip("1.0")));
			await stack.database(`insert into ${id} (HARDWARE_ID, MOUNT) values (1, '/'), (2, '/')`);
		});
		afterEach(async () => {
			expect(await place.traces()).toEqual([]);
			expect(stack.apache()).toBe(parent);
			expect(await stack.answer()).toBe(400);
			await place.done(place.remove());
		});

		/** Is refused with these words, and every place is as it was. */
		async function expectPutBack(args: string[], words: RegExp): Promise<void> {
			const before = await place.everything();
			const { code, stderr } = await place.run(args);
			const error = stderr.slice(stderr.indexOf("error: "));
			expect([code, error]).toEqual([3, expect.stringMatching(words)]);
			expect(error).toContain("Everything that was done before that was rolled back.");
			expect(await place.everything()).toEqual(before);
			expect(await place.traces()).toEqual([]);
		}

		it("puts everything back where the server's own Perl refuses it, the first time and as an upgrade", async () => {
			const accepted = ["--accept", "ocs/map-code"];
			const upgrade = await place.zip("2.0", { ...wider, ...dying });
			await expectPutBack([...place.up(upgrade), ...accepted], /not on this server/);
			expect(await stack.database(`select * from ${id}`)).toHaveLength(2);
			await place.done(place.remove());
			const first = await place.zip("3.0", dying);
			await expectPutBack([...place.up(first), ...accepted], /not on this server/);
			await place.done(place.up(await place.zip("1.0")));
		});

		it("puts everything back where agents could not get their package", async () => {
			const locations = "select TVALUE from config where NAME = 'DOWNLOAD_URI_INFO'";
			const [[location = ""] = []] = await stack.database(locations);
			const setLocation = (to: string) =>
				stack.database(`update config set TVALUE = '${to}' where NAME = 'DOWNLOAD_URI_INFO'`);
			await setLocation("127.0.0.1:1/download");
			const upgrade = await place.zip("2.0", { ...wider, ...newerAgent });
			await expectPutBack(place.up(upgrade), /ECONNREFUSED/);
			await setLocation(location);
			await place.done(place.up(upgrade));
			expect(await stack.database(`select MOUNT, LABEL from ${id}`)).toEqual([
				["/", "NULL"],
				["/", "NULL"],
			]);
		});

		it("puts everything back with what was accepted for the way there, and does not ask again", async () => {
			const stranger = join(stack.serverDir, "plugins", "stranger.conf");
			const accept = ["--accept", "ocs/server-conf-junk"];
			const locations = "select TVALUE from config where NAME = 'DOWNLOAD_URI_INFO'";
			const [[location = ""] = []] = await stack.database(locations);
			const setLocation = (to: string) =>
				stack.database(`update config set TVALUE = '${to}' where NAME = 'DOWNLOAD_URI_INFO'`);
			await place.done(place.remove());
			// Apache knows what it says, and we do not.
			writeFileSync(stranger, "ServerSignature Off\n");
			await setLocation("127.0.0.1:1/download");
			try {
				const first = await place.zip("2.0", newerAgent);
				expect(await place.run(place.up(first))).toMatchObject({ code: 3 });
				await expectPutBack([...place.up(first), ...accept], /ECONNREFUSED/);
				await setLocation(location);
				await place.done([...place.up(first), ...accept]);
				await setLocation("127.0.0.1:1/download");
				const map = String(files["APACHE/Map.pm"]).replace(
					"MOUNT => {}",
					"MOUNT => {}, LABEL => {}",
				);
				const changes = {
					...wider,
					"APACHE/Map.pm": map,
					"agent/Probe.pm": `# third\n${files["agent/Probe.pm"]}`,
				};
				const upgrade = await place.zip("3.0", changes);
				await expectPutBack([...place.up(upgrade), ...accept], /ECONNREFUSED/);
			} finally {
				await rm(stranger);
				await setLocation(location);
			}
		});

		it("takes no other archive than the one that was agreed to, whatever differs", async () => {
			const page = { "ms_probe/ms_probe.php": "<?php // another one" };
			const looked = async (args: string[]) =>
				(
					JSON.parse((await place.done([...args, "--dry-run", "--json"])).stdout) as {
						hash: string;
					}
				).hash;
			const before = await place.everything();
			const hash = await looked(place.up(await place.zip("2.0")));
			const other = await place.zip("2.0", page);
			const refused = {
				code: 3,
				stderr: expect.stringContaining("not the one that you agreed to"),
			};
			expect(await place.run([...place.up(other), "--plan", hash])).toMatchObject(refused);
			expect(await place.everything()).toEqual(before);

			await place.done(["deactivate", id, "--yes"]);
			const activation = await looked(["activate", id]);
			const agents = await looked(["deploy", id, "--all"]);
			await place.done(["import", await place.zip("1.0", page)]);
			expect(await place.run(["activate", id, "--plan", activation])).toMatchObject({ code: 3 });
			expect(await stack.database("select * from extensions")).toEqual([]);
			expect(await place.run(["deploy", id, "--all", "--plan", agents])).toMatchObject(refused);
			await place.done(["activate", id, "--plan", await looked(["activate", id])]);
		});

		it("loses no row that came between the tables and what failed, also beside first rows", async () => {
			await place.done(place.remove());
			const insert = `$commonObject->sqlQuery("INSERT INTO ${id} (HARDWARE_ID, MOUNT) VALUES (0, 'first')");`;
			const installer = String(files["install.php"]).replace(
				'ENGINE=INNODB;");',
				`ENGINE=INNODB;"); ${insert}`,
			);
			const first = await place.zip("2.0", { "install.php": installer });
			const locations = "select TVALUE from config where NAME = 'DOWNLOAD_URI_FRAG'";
			const [[location = ""] = []] = await stack.database(locations);
			const setLocation = (to: string) =>
				stack.database(`update config set TVALUE = '${to}' where NAME = 'DOWNLOAD_URI_FRAG'`);
			const row = `insert into ${id} (HARDWARE_ID, MOUNT) values (1, '/data')`;
			// Whoever looks for the package comes when the server has it all.
			const server = createServer((_request, response) => {
				void stack.database(row).then(() => response.writeHead(404).end());
			}).listen(0, "127.0.0.1");
			await once(server, "listening");
			await setLocation(`127.0.0.1:${(server.address() as AddressInfo).port}/download`);
			const { code, stderr } = await place.run(place.up(first));
			server.close();
			await setLocation(location);
			const rows = () => stack.database(`select MOUNT from ${id} order by ID`);
			expect([code, stderr]).toEqual([3, expect.stringContaining(`but ${id} stays`)]);
			expect(await rows()).toEqual([["first"], ["/data"]]);
			expect(await stack.database("select * from extensions")).toEqual([]);
			await place.done(place.up(first));
			expect(await rows()).toEqual([["first"], ["/data"]]);
		});

		it.skipIf(!mayMount())("puts everything back where the disk of packages is full", async () => {
			const folder = join(stack.downloads, "..");
			await place.done(place.remove());
			spawnSync("mount", ["-t", "tmpfs", "-o", "size=256k,mode=755", "tmpfs", folder]);
			try {
				mkdirSync(stack.downloads);
				const { bavail, bsize } = statfsSync(folder);
				writeFileSync(join(folder, "ballast"), new Uint8Array(bavail * bsize));
				const zip = await place.zip("1.0");
				await expectPutBack(place.up(zip), /no space left/i);
				await rm(join(folder, "ballast"));
				await place.done(place.up(zip));
				await place.done(place.remove());
			} finally {
				spawnSync("umount", [folder]);
			}
			await place.done(place.up(await place.zip("1.0")));
		});

		/** Holds back writing to one of OCS's tables, so that what follows comes while `up` waits for it. */
		async function held(table: string, upgrade: string) {
			const other = await openDatabase(stack.databaseUrl);
			await other.execute(`lock tables ${table} read`);
			const first = place.run(place.up(upgrade));
			const waiting = `select count(*) from information_schema.processlist
				where STATE like 'Waiting for table%' and INFO like '%${table}%'`;
			await expect
				.poll(() => stack.administer(waiting), { timeout: patient(120_000), interval: 100 })
				.toEqual([["1"]]);
			return { first, release: () => other.close().catch(() => undefined) };
		}

		it("goes the rest of the way where no machine has a use for the agent part, unless machines were named", async () => {
			const { "agent/Probe.pm": _unix, ...windows } = ocsFiles({ version: "2.0" });
			const upgrade = await place.graft.zip("windows.zip", windows);
			const named = [...place.up(upgrade).filter((flag) => flag !== "--all"), "--machine", "pc1"];
			expect(await place.run(named)).toMatchObject({
				code: 3,
				stderr: expect.stringContaining("--no-deploy"),
			});
			const { stderr } = await place.done(place.up(upgrade));
			expect(stderr).toContain("None of the chosen machines can get the agent part");
			expect(await stack.database("select version from extensions")).toEqual([["2"]]);
		});

		it("is done where only whether rows arrive cannot be seen any more", async () => {
			const upgrade = await place.zip("2.0", { ...wider, ...newerAgent });
			await stack.administer(`create trigger ocsweb.meanwhile after insert on ocsweb.devices
				for each row delete from ocsweb.extensions`);
			const waiting = place.up(upgrade).map((flag) => (flag === "0" ? "60" : flag));
			const { code, stdout, stderr } = await place.run(waiting);
			await stack.administer("drop trigger ocsweb.meanwhile");
			expect([code, stdout]).toEqual([0, expect.stringContaining("Given to 2 machines now")]);
			expect(stderr).toContain("Graft cannot tell whether rows arrive");
		});

		it("reloads a server before the tables go, also where it was taken off without", async () => {
			const reloads = () => stack.log().split("resuming normal operations").length;
			const before = reloads();
			const there = ["--server", "local", "--server-dir", stack.serverDir];
			await place.done(["uninstall", id, ...there, "--yes"]);
			expect(reloads()).toBe(before);
			await place.done(place.remove());
			expect(reloads()).toBe(before + 1);
			await place.done(place.up(await place.zip("1.0")));
			await place.done(["uninstall", id, ...there, "--reload", "--yes"]);
			await place.done(place.remove());
			expect(reloads()).toBe(before + 3);
			await place.done(place.up(await place.zip("1.0")));
		});

		it("lets only one of two at once go on, and says who is at it", async () => {
			const upgrade = await place.zip("2.0", wider);
			const { first, release } = await held("extensions", upgrade);
			const second = await place.run(place.up(upgrade));
			await release();
			expect(second).toMatchObject({
				code: 3,
				stderr: expect.stringContaining("is at work there"),
			});
			expect(await first).toMatchObject({ code: 0 });
			expect(await stack.database("select version from extensions")).toEqual([["2"]]);
		});

		it.each([
			["while the extension is activated", "extensions"],
			["while agents are offered their package", "download_available"],
		])("says how to go on where the database stops %s, and then does", async (_when, table) => {
			const upgrade = await place.zip("2.0", { ...wider, ...newerAgent });
			const { first, release } = await held(table, upgrade);
			await stack.stopDatabase();
			await release();
			const { code, stderr } = await first;
			expect([code, stderr]).toEqual([4, expect.stringMatching(/run it again/i)]);
			expect(await place.run(place.up(upgrade))).toMatchObject({ code: 5 });
			await stack.startDatabase();
			expect(existsSync(join(stack.serverDir, "plugins/probe.conf"))).toBe(true);

			await place.done(place.up(upgrade));
			expect(await stack.database("select version from extensions")).toEqual([["2"]]);
			expect(await stack.database(`select LABEL from ${id}`)).toHaveLength(2);
			expect(readdirSync(stack.downloads)).toHaveLength(1);
		});
	},
);
