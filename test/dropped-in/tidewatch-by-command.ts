import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Instance } from "../system/command-line.ts";
import { tidewatchPlace } from "./tidewatch-place.ts";

/** Run where Tidewatch was added (dropped-in.test.ts). */
let place: Awaited<ReturnType<typeof tidewatchPlace>>;

beforeAll(async () => {
	place = await tidewatchPlace();
	place.graft.env.TIDEWATCH_DATABASE_URL = place.databaseUrl;
});
afterAll(() => place.dispose());

interface Shown {
	readonly hash: string;
	readonly steps: readonly { readonly place: string }[];
	readonly subject: object;
}

const here = () => ["--server", "local", "--server-dir", place.stationDir];
const up = (subject: string) => ["up", subject, ...here(), "--no-deploy", "--wait", "0"];

/** Done, or the test says why not. */
async function done(args: readonly string[], how: Parameters<Instance["run"]>[1] = {}) {
	const { code, stdout, stderr } = await place.graft.run(args, how);
	expect(`${code} ${stderr}`).toMatch(/^0 /);
	return stdout;
}

it("is read, and shown with both its places", async () => {
	const path = await place.zip("1.0");
	const { graft } = place;
	expect(await graft.json(["inspect", path])).toMatchObject({
		code: 0,
		value: { extension: { platform: "tidewatch", id: "harbour" }, problems: [] },
	});
	// What its platform has to say of it, which nobody else knows of.
	expect(await done(["inspect", path])).toContain("Gauges:");
	const { value } = await graft.json<Shown>([...up(path), "--dry-run"]);
	expect(value.subject).toMatchObject({ platform: "tidewatch", id: "harbour", version: "1.0" });
	expect(new Set(value.steps.map((step) => step.place))).toEqual(
		new Set(["extensions", "archive", "local"]),
	);
	expect(await done([...up(path), "--dry-run"])).not.toMatch(/OCS|Panoptes/);
});

it("goes its whole way, again for nothing, and further with the next version", async () => {
	const { graft } = place;
	await done([...up(await place.zip("1.0")), "--yes"]);
	expect(await place.seen()).toEqual({
		tables: ["harbour_tides", "watched"],
		watched: [["harbour", "1.0"]],
	});
	const files = Object.keys(await graft.snapshot(join(place.stationDir, "gauges")));
	expect(files.filter((path) => path.endsWith("harbour/quay.gauge"))).toHaveLength(1);
	const again = await graft.json<Shown>([...up("harbour"), "--dry-run"]);
	expect(again.value.steps).toEqual([]);
	await done([...up(await place.zip("1.1")), "--yes"]);
	expect((await place.seen()).watched).toEqual([["harbour", "1.1"]]);
});

it("tells what is where, and what has drifted", async () => {
	const text = await done(["status", "harbour"]);
	expect(text).toMatch(/in.sync/);
	expect(text).not.toMatch(/OCS|Panoptes/);
	await writeFile(join(place.stationDir, "gauges/harbour/quay.gauge"), "changed\n");
	const drifted = await place.graft.run(["status", "harbour"]);
	expect(drifted).toMatchObject({ code: 7, stdout: expect.stringContaining("drifted") });
});

it("may be at fault itself: that is told as a bug, and nothing is left locked", async () => {
	const { graft } = place;
	const broken = join(graft.folder, "broken");
	const failed = await graft.run([
		...["up", await place.zip("1.2"), "--server", "local", "--server-dir", broken],
		...["--no-deploy", "--wait", "0", "--yes"],
	]);
	expect(failed).toMatchObject({
		code: 1,
		stderr: expect.stringContaining("a fault of this very platform"),
	});
	expect((await place.seen()).watched).toEqual([["harbour", "1.1"]]);
	await done([...up("harbour"), "--yes"]);
	expect(await done(["status", "harbour"])).toMatch(/in.sync/);
});

it("goes back to the version before in both places, by undoing what brought the newer one", async () => {
	const { graft } = place;
	await done([...up(await place.zip("1.3")), "--yes"]);
	expect((await place.seen()).watched).toEqual([["harbour", "1.3"]]);
	const { value } = await graft.json<{ operations: { id: string }[] }>(["operations"]);
	expect(await done(["undo", String(value.operations[0]?.id), "--yes"])).toContain("was undone");
	expect((await place.seen()).watched).toEqual([["harbour", "1.1"]]);
	expect(await done(["status", "harbour"])).toMatch(/in.sync/);
});

it("is taken from both places, tables and all", async () => {
	await done(["remove", "harbour", "--drop-tables", "--yes"]);
	expect(await place.seen()).toEqual({ tables: ["watched"], watched: [] });
	expect(await place.graft.snapshot(join(place.stationDir, "gauges"))).toEqual({});
});

it("has its archive linked by name", async () => {
	const env = { TIDEWATCH_DATABASE_URL: "" };
	const link = ["database", "link", "--system", "tidewatch", "--url-stdin"];
	const linked = await done(link, { env, input: `${place.databaseUrl}\n` });
	expect(linked).toContain("Tidewatch's archive");
	expect(await done(["database", "check", "--system", "tidewatch"], { env })).toContain("usable");
});
