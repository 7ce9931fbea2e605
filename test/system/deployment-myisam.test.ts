import { importArchive } from "@graft/services/archives/import-archive";
import { withdrawDeployment } from "@graft/services/deliveries/withdraw-deployment";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { ocsFiles } from "../builders/ocs-files.ts";
import { makeZip } from "../builders/zip.ts";
import {
	all,
	type DeploymentPlace,
	id,
	makeDeploymentPlace,
	refusal,
	startOcsDatabase,
} from "./deployment-place.ts";
import { type Mariadb, noOcsSchema } from "./mariadb.ts";

const named = (displayName: string) => {
	const infos = JSON.parse(String(ocsFiles()["infos.json"])) as object;
	return JSON.stringify({ ...infos, displayName });
};
const about = noOcsSchema === undefined ? "" : ` (left out: ${noOcsSchema})`;

describe.skipIf(noOcsSchema)(`deployment over tables without transactions${about}`, () => {
	let server: Mariadb;
	let place: DeploymentPlace;

	beforeAll(async () => {
		server = await startOcsDatabase();
		for (const table of ["devices", "download_available", "download_enable", "download_history"])
			await server.root(`alter table ${table} engine=MyISAM`, "ocsweb");
	});
	afterAll(() => server?.dispose());
	beforeEach(async () => {
		place = await makeDeploymentPlace(server);
	});
	afterEach(() => place?.remove());

	/** Has the database refuse something, as a full disk would. */
	const during = async (what: string, when: string, work: () => Promise<unknown>) => {
		await place.sql(`create trigger in_the_way before ${what} for each row
			set @refused = if(${when}, (select 1 union select 2), 0)`);
		const { kind, message } = await refusal(work());
		expect([kind, message]).toEqual([
			"partly-done",
			expect.stringMatching(/^mysql.*more than 1 row.*MyISAM/),
		]);
		await place.sql("drop trigger in_the_way");
	};
	const offered = async () =>
		(await place.sql("select FILEID from download_available order by 1")).flat();
	/** Rows of devices as those of the machines, however they are numbered. */
	const given = () =>
		place.sql(`select d.HARDWARE_ID, d.NAME, a.COMMENT from devices d
			left join download_enable e on e.ID = d.IVALUE
			left join download_available a on a.FILEID = e.FILEID order by 1, 2, 3`);

	it.each([
		["the offer of a package", "insert on download_enable", "TRUE"],
		["what forces it", "insert on devices", "NEW.HARDWARE_ID = 3"],
		["what assigns it", "insert on devices", "NEW.HARDWARE_ID = 3 and NEW.NAME = 'DOWNLOAD'"],
		["what forced the former", "delete on devices", "OLD.HARDWARE_ID = 3"],
		["what assigned it", "delete on devices", "OLD.HARDWARE_ID = 3 and OLD.NAME = 'DOWNLOAD'"],
		["the offer of the former", "delete on download_enable", "TRUE"],
		["what is known of it", "delete on download_available", "OLD.COMMENT like '% 1.0 %'"],
	])("goes on where %s was refused, with no row too many or too few", async (_name, what, when) => {
		await place.importVersion("2.0");
		await place.deploy(all);
		const wanted = { given: await given(), offered: await offered(), files: place.packages() };
		await withdrawDeployment({ ctx: place.ctx, input: { id, purge: true } });
		await place.importVersion("1.0");
		await place.deploy(all);

		await place.importVersion("2.0");
		await during(what, when, () => place.deploy(all));
		// Whatever machines are offered by now can be fetched.
		expect(place.packages()).toEqual(expect.arrayContaining(await offered()));
		await place.deploy(all);
		expect({ given: await given(), offered: await offered(), files: place.packages() }).toEqual(
			wanted,
		);
		expect(await place.sql("select count(*) from download_enable")).toEqual([["2"]]);
	});

	it("is offered once, also where latin1 cannot hold its name", async () => {
		await place.sql("alter table download_available convert to character set latin1");
		await importArchive({
			ctx: place.ctx,
			input: { bytes: makeZip({ ...ocsFiles(), "infos.json": named("Окна 😀") }) },
		});
		expect(await place.deploy(all)).toMatchObject({ changed: true });
		expect(await place.sql("select NAME from download_available limit 1")).toEqual([
			[expect.stringContaining("???? ?")],
		]);
		expect((await place.preview(all)).plan.steps).toEqual([]);
	});

	it("is taken back wholly where that was refused half-way", async () => {
		const before = await place.everything();
		await place.deploy(all);
		const withdraw = () => withdrawDeployment({ ctx: place.ctx, input: { id, purge: true } });
		await during("delete on devices", "OLD.HARDWARE_ID = 3", withdraw);
		await during("delete on download_available", "TRUE", withdraw);
		await withdraw();
		expect(await place.everything()).toEqual(before);
	});
});
