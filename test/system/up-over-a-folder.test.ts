import {
	chmodSync,
	existsSync,
	lstatSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	readlinkSync,
	rmSync,
	symlinkSync,
	utimesSync,
	writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { GraftError } from "@graft/core/domain/errors";
import type { Context } from "@graft/services/context/context";
import { forgetExtension } from "@graft/services/extensions/forget-extension";
import { previewRemoval, removeExtension } from "@graft/services/way/remove-extension";
import { previewUp, upExtension } from "@graft/services/way/up-extension";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { faultyContext } from "../builders/faulty-context.ts";
import { ocsFiles } from "../builders/ocs-files.ts";
import { makeZip } from "../builders/zip.ts";
import { patient } from "../patience.ts";
import {
	all,
	type DeploymentPlace,
	id,
	makeDeploymentPlace,
	startOcsDatabase,
} from "./deployment-place.ts";
import { type Mariadb, noOcsSchema } from "./mariadb.ts";

describe.skipIf(noOcsSchema)("a way up over a folder that came by hand, where it fails", () => {
	let server: Mariadb;
	let place: DeploymentPlace;
	let folder: string;

	beforeAll(async () => {
		server = await startOcsDatabase();
	});
	afterAll(() => server?.dispose());
	beforeEach(async () => {
		place = await makeDeploymentPlace(server);
		folder = join(place.folder, "extensions", id);
		for (const name of ["ocs", "ocs/plugins", "ocs/perl"]) mkdirSync(join(place.folder, name));
		await forgetExtension({ ctx: place.ctx, input: { id } });
		byHand();
	});
	afterEach(async () => {
		await place?.remove();
		await server.root(
			`drop trigger if exists in_the_way; drop table if exists ${id}; delete from extensions`,
			"ocsweb",
		);
	});

	/** What no archive could hold, too. */
	function byHand(): void {
		for (const [path, content] of Object.entries(ocsFiles({ version: "0.9" }))) {
			mkdirSync(dirname(join(folder, path)), { recursive: true });
			writeFileSync(join(folder, path), content);
		}
		mkdirSync(join(folder, "empty"), { mode: 0o700 });
		writeFileSync(join(folder, "notes.sh"), "mine");
		chmodSync(join(folder, "notes.sh"), 0o750);
		symlinkSync("../elsewhere", join(folder, "link"));
	}

	const treeOf = (root: string) =>
		existsSync(root)
			? readdirSync(root, { recursive: true, encoding: "utf8" })
					.sort()
					.map((path) => {
						const at = join(root, path);
						const found = lstatSync(at);
						if (found.isSymbolicLink()) return `${path} -> ${readlinkSync(at)}`;
						const content = found.isFile() ? readFileSync(at, "utf8") : "";
						return `${path} ${found.mode.toString(8)} ${content}`;
					})
			: [];
	const setAside = () => treeOf(join(place.folder, "home", "set-aside"));

	const asked = () => ({
		subject: { bytes: makeZip(ocsFiles({ version: "2.0" })), fileName: "probe.zip" },
		accept: ["ocs/deployment-certificate"],
		servers: [{ server: { address: "local" }, serverDir: join(place.folder, "ocs") }],
		reload: false,
		deployment: { to: all },
	});

	/** Agrees to what there is to see without any fault. */
	async function up(ctx: Context = place.ctx) {
		const { hash } = await previewUp({ ctx: place.ctx, input: asked() });
		return upExtension({ ctx, input: { ...asked(), planHash: hash } });
	}

	async function expectBack(work: Promise<unknown>, words: RegExp): Promise<void> {
		const before = treeOf(folder);
		await expect(work).rejects.toMatchObject({
			kind: "refused",
			message: expect.stringMatching(words),
		});
		expect(treeOf(folder)).toEqual(before);
		expect(setAside()).toEqual([]);
		expect(await place.ctx.database.extension.count()).toBe(0);
	}

	it("brings it back where the database refuses", async () => {
		await place.sql(`create trigger in_the_way before insert on extensions for each row
			signal sqlstate '45000' set message_text = 'no more extensions'`);
		await expectBack(up(), /no more extensions/);
	});

	it("brings it back where agents could not get their package", async () => {
		await place.setLocations("127.0.0.1:1/download", "127.0.0.1:1/download");
		await expectBack(up(), /ECONNREFUSED.*Everything that was done before that was rolled back/);
	});

	it(
		"brings it back, or says where it is, wherever a call to a server fails",
		async () => {
			const looking = faultyContext(place.ctx, { call: Number.POSITIVE_INFINITY, what: "refused" });
			await previewUp({ ctx: looking.ctx, input: asked() });
			const before = treeOf(folder);
			let back = 0;
			// Not every call, because each costs seconds, but some in every place.
			for (let call = looking.calls() + 1; ; call += 9) {
				const { ctx, calls } = faultyContext(place.ctx, { call, what: "refused" });
				const error = await up(ctx).catch((reason: unknown) => reason);
				if (calls() < call) break;
				if (error instanceof GraftError && error.kind !== "partly-done") {
					back += 1;
					expect({ call, now: treeOf(folder) }).toEqual({ call, now: before });
					expect(setAside()).toEqual([]);
				} else {
					if (error instanceof GraftError) expect(error.message).toContain(`${id}-2`);
					const kept = join(place.folder, "home", "set-aside");
					const [name = ""] = readdirSync(kept);
					expect({ call, now: treeOf(join(kept, name)) }).toEqual({ call, now: before });
					await startAgain();
				}
			}
			expect(back).toBeGreaterThan(2);
		},
		patient(900_000),
	);

	async function startAgain(): Promise<void> {
		const past = new Date(Date.now() - 60_000);
		for (const path of readdirSync(place.folder, { recursive: true, encoding: "utf8" }))
			if (path.includes(".graft/")) utimesSync(join(place.folder, path), past, past);
		const input = { id, reload: false };
		const { hash } = await previewRemoval({ ctx: place.ctx, input });
		await removeExtension({ ctx: place.ctx, input: { ...input, planHash: hash } });
		await place.sql(`drop table if exists ${id}`);
		rmSync(join(place.folder, "home", "set-aside"), { recursive: true });
		byHand();
	}
});
