import type { Api } from "@graft/core/apis/api";
import { openApi } from "@graft/core/apis/open-api";
import type { Progress } from "@graft/core/domain/progress";
import { applyBindingPlan, prepareBindingPlan } from "@graft/core/drivers/http/apply/apply-plan";
import type { BindingWish } from "@graft/core/drivers/http/plan/compute-plan";
import { lookAtBindings } from "@graft/core/drivers/http/plan/look";
import { compareBindings } from "@graft/core/drivers/http/plan/status";
import { httpPlaceOf } from "@graft/core/platforms/places";
import { platforms } from "@graft/core/platforms/registry";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { apiUser, type FalconApi, startFalconApi } from "../builders/falcon-api-double.ts";

const platform = platforms.find((each) => httpPlaceOf(each) !== undefined);
const found = httpPlaceOf(platform);
if (platform === undefined || found === undefined) throw new Error("no platform has such a place");
const place = found;
const extension = { platform: platform.id, id: "ntp", version: "1.2" };
const paths = ["ntp", "ntp/disks/300_smart.sh(sda,sdb)"];

describe("bindings in the API of a system", () => {
	let double: FalconApi;
	let api: Api;
	beforeEach(async () => {
		double = await startFalconApi();
		api = await openApi(double.url, place.link.signIn);
	});
	afterEach(() => double.stop());

	const present = (...groups: string[]): BindingWish => ({
		goal: "present",
		groups,
		user: apiUser,
	});
	const askedFor = (wish: BindingWish, wantedPaths: readonly string[] = paths) => ({
		...{ extension, wish, wanted: { folder: "ntp", paths: wantedPaths } },
	});
	const planOf = async (wish: BindingWish, wantedPaths?: readonly string[]) =>
		(await prepareBindingPlan(api, place.system, askedFor(wish, wantedPaths))).plan;
	let noted: object | undefined;
	async function apply(
		wish: BindingWish,
		given: { paths?: readonly string[]; report?: (event: Progress) => void } = {},
	) {
		const asked = askedFor(wish, given.paths);
		const { plan } = await prepareBindingPlan(api, place.system, asked);
		return applyBindingPlan({
			...{ api, system: place.system, asked, expectedHash: plan.hash },
			report: given.report ?? (() => undefined),
			note: async (before) => {
				noted = before;
			},
		});
	}
	const status = async () =>
		compareBindings({ folder: "ntp", paths }, await lookAtBindings(api, place.system, "ntp"));

	it("are made once, found there, and taken away", async () => {
		double.bindAs("root", "web", "sys");
		expect((await status()).state).toBe("missing");
		expect(await apply(present("web"))).toEqual([]);
		expect(noted).toEqual([]);
		expect(double.bound()).toEqual(["web: ntp", `web: ${paths[1]}`, "web: sys"]);
		expect(await status()).toMatchObject({ state: "in-sync" });
		expect(await apply(present("web"))).toBeNull();
		expect(await apply(present())).toBeNull();
		expect(await apply({ goal: "absent" })).toHaveLength(2);
		expect(double.bound()).toEqual(["web: sys"]);
		expect(await apply({ goal: "absent" })).toBeNull();
		expect(double.asked.filter((each) => !each.includes("/plugin"))).toEqual([]);
	});

	it("follow another version in the groups that have it, and go back to what stood there", async () => {
		await apply(present("web", "db"));
		const before = await apply(present(), { paths: ["ntp", "ntp/new"] });
		expect(double.bound()).toEqual(["db: ntp", "db: ntp/new", "web: ntp", "web: ntp/new"]);
		await apply({ goal: "exactly", bindings: before ?? [] });
		expect(await status()).toMatchObject({ state: "in-sync" });
		expect(double.rows).toHaveLength(4);
	});

	it("leave alone what somebody else bound with arguments of their own, until the extension goes", async () => {
		double.bindAs("bob", "web", "ntp/disks/300_smart.sh(sdc)");
		double.bindAs("bob", "db", "ntp/");
		const plan = await planOf(present());
		expect(plan.notes).toEqual([
			"ntp/disks/300_smart.sh(sdc) to web was bound by somebody else, and stays.",
		]);
		await apply(present());
		expect(double.bound()).toContain("web: ntp/disks/300_smart.sh(sdc)");
		expect(double.bound()).not.toContain("db: ntp");
		expect((await status()).state).toBe("in-sync");
		await apply({ goal: "absent" });
		expect(double.bound()).toEqual([]);
	});

	it("are kept once each: a second row goes", async () => {
		await apply(present("web"));
		double.bindAs("bob", "web", "ntp");
		double.bindAs("bob", "web", "ntp");
		expect((await planOf(present())).steps).toMatchObject([
			{ kind: "unbind", why: "it is there twice" },
			{ kind: "unbind", why: "it is there twice" },
		]);
		await apply(present());
		expect(double.bound()).toEqual(["web: ntp", `web: ${paths[1]}`]);
	});

	it("are refused for a group that there is not, and for a path that leads out", async () => {
		const wish = present("webb", "db");
		expect((await planOf(wish)).problems).toMatchObject([{ code: "binding/no-group" }]);
		await expect(apply(wish)).rejects.toMatchObject({ kind: "refused" });
		const out = ["ntp/../../etc/cron.d", "other"];
		expect((await planOf(present("db"), out)).problems).toMatchObject([
			{ code: "binding/leads-out" },
			{ code: "binding/leads-out" },
		]);
		await expect(apply(present("db"), { paths: out })).rejects.toMatchObject({ kind: "refused" });
		expect(double.asked).toEqual([]);
	});

	it("tell drift: a group that lacks one of them", async () => {
		await apply(present("web", "db"));
		double.unbind("db", "ntp");
		expect(await status()).toMatchObject({
			state: "drifted",
			bindings: expect.arrayContaining([{ group: "db", path: "ntp", state: "missing" }]),
		});
		await apply(present());
		expect((await status()).state).toBe("in-sync");
	});

	it.each([1, 2, 3, 4])("are as before where request %i of four is refused", async (nth) => {
		double.bindAs("root", "web", "sys");
		double.fail("refuse", nth, 1);
		await expect(apply(present("web", "db"))).rejects.toMatchObject({
			kind: "refused",
			message: expect.stringContaining("You don't have permission!"),
		});
		expect(double.bound()).toEqual(["web: sys"]);
	});

	it.each([1, 2, 3, 4])("are as before where request %i of four got lost undone", async (nth) => {
		double.fail("drop", nth, 1);
		await expect(apply(present("web", "db"))).rejects.toMatchObject({ kind: "unreachable" });
		expect(double.bound()).toEqual([]);
	});

	it("are seen to be there where the answer was lost, and not made twice", async () => {
		double.fail("lose", 1, 4);
		expect(await apply(present("web", "db"))).toEqual([]);
		expect(double.rows).toHaveLength(4);
		double.fail("lose", 1, 4);
		expect(await apply({ goal: "absent" })).toHaveLength(4);
		expect(double.rows).toEqual([]);
	});

	it("are put back where they were being taken away, with what was gone already", async () => {
		await apply(present("web", "db"));
		const before = double.bound();
		double.fail("refuse", 3, 1);
		await expect(apply({ goal: "absent" })).rejects.toMatchObject({ kind: "refused" });
		expect(double.bound()).toEqual(before);
	});

	it("say what is half done where not even putting back works, and running it again goes on", async () => {
		double.fail("refuse", 2, 99);
		await expect(apply(present("web"))).rejects.toMatchObject({
			kind: "partly-done",
			message: expect.stringContaining("Putting back what was done failed too"),
		});
		expect(double.bound()).toEqual(["web: ntp"]);
		double.fail("refuse", 1, 0);
		await apply(present("web"));
		expect((await status()).state).toBe("in-sync");
	});

	it("are as before where it is cancelled between two of them", async () => {
		const report = ({ kind, ...event }: Progress) => {
			if (kind === "step" && "done" in event && event.done === 3) throw new Error("cancelled");
		};
		await expect(apply(present("web", "db"), { report })).rejects.toThrow("cancelled");
		expect(double.bound()).toEqual([]);
	});

	it("are not changed by a plan that no longer holds", async () => {
		const asked = askedFor(present("web"));
		const { plan } = await prepareBindingPlan(api, place.system, asked);
		double.bindAs("bob", "web", "ntp");
		const late = applyBindingPlan({
			...{ api, system: place.system, asked, expectedHash: plan.hash },
			...{ report: () => undefined, note: async () => undefined },
		});
		await expect(late).rejects.toMatchObject({ kind: "refused" });
		expect(double.asked).toEqual([]);
	});
});
