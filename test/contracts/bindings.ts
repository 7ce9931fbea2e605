import type { Api } from "@graft/core/apis/api";
import { openApi } from "@graft/core/apis/open-api";
import { readArchive } from "@graft/core/archive/read-archive";
import { applyBindingPlan, prepareBindingPlan } from "@graft/core/drivers/http/apply/apply-plan";
import type { BindingWish } from "@graft/core/drivers/http/plan/compute-plan";
import { lookAtBindings } from "@graft/core/drivers/http/plan/look";
import { compareBindings } from "@graft/core/drivers/http/plan/status";
import type { HttpPlace } from "@graft/core/platforms/place";
import type { Platform } from "@graft/core/platforms/platform";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { ApiDouble } from "../builders/api-double.ts";
import type { Files } from "../builders/tree.ts";
import { makeZip } from "../builders/zip.ts";

interface Subject {
	readonly what: string;
	readonly files: Files;
}

/** What holds of every platform's groups in an API, for what its sample and its starter give. */
export function bindingContract(
	platform: Platform,
	place: HttpPlace,
	subjects: readonly Subject[],
	start: () => Promise<ApiDouble>,
): void {
	let double: ApiDouble;
	let api: Api;
	beforeEach(async () => {
		double = await start();
		api = await openApi(double.url, place.link.signIn);
	});
	afterEach(() => double?.stop());

	async function wantedOf(files: Files) {
		const { extension } = await platform.read(readArchive(makeZip(files)), []);
		if (extension === null) throw new Error("it has no id");
		return { extension, wanted: place.wanted(extension) };
	}
	async function bring(files: Files, wish: BindingWish) {
		const asked = { ...(await wantedOf(files)), wish };
		const { plan } = await prepareBindingPlan(api, place.system, asked);
		return applyBindingPlan({
			...{ api, system: place.system, asked, expectedHash: plan.hash },
			...{ report: () => undefined, note: async () => undefined },
		});
	}
	async function status(files: Files) {
		const { wanted } = await wantedOf(files);
		return compareBindings(wanted, await lookAtBindings(api, place.system, wanted.folder));
	}
	const present = (...groups: string[]) =>
		({ goal: "present", groups, user: api.user }) satisfies BindingWish;

	it("signs in where it is let in, and is told where it is not", async () => {
		expect(await place.link.check(api)).toEqual([]);
		const wrong = new URL(double.url);
		wrong.password = "wrong";
		await expect(openApi(wrong.href, place.link.signIn)).rejects.toMatchObject({ kind: "refused" });
	});

	it.each(subjects)(
		"binds a group, finds nothing more to do, and leaves others' alone on the way out: $what",
		async ({ files }) => {
			const [group = ""] = double.groups;
			double.bindAs("somebody", group, "others");
			const before = double.bound();
			expect((await status(files)).state).toBe("missing");
			expect(await bring(files, present(group))).toEqual([]);
			expect((await status(files)).state).toBe("in-sync");
			expect(await bring(files, present(group))).toBeNull();
			expect(await bring(files, present())).toBeNull();
			expect(await bring(files, { goal: "absent" })).not.toBeNull();
			expect(double.bound()).toEqual(before);
			expect(await bring(files, { goal: "absent" })).toBeNull();
		},
	);

	it.each(subjects)("goes back to exactly what stood there: $what", async ({ files }) => {
		const [one = "", two = ""] = double.groups;
		await bring(files, present(one));
		const first = double.bound();
		const former = await bring(files, present(two));
		expect(double.bound()).not.toEqual(first);
		await bring(files, { goal: "exactly", bindings: former ?? [] });
		expect(double.bound()).toEqual(first);
	});

	it.each(subjects)("sees drift, and mends it by a plan: $what", async ({ files }) => {
		const [group = ""] = double.groups;
		const { paths } = (await wantedOf(files)).wanted;
		await bring(files, present(...double.groups));
		double.unbind(group, paths[0] ?? "");
		// Where it is bound by one path alone, a group without that is one that has nothing of it.
		expect((await status(files)).state).toBe(paths.length > 1 ? "drifted" : "in-sync");
		await bring(files, present(group));
		expect((await status(files)).state).toBe("in-sync");
	});

	it.each(subjects)("makes nothing where there is no such group: $what", async ({ files }) => {
		const refused = bring(files, present("no such group"));
		await expect(refused).rejects.toMatchObject({ kind: "refused" });
		expect(double.bound()).toEqual([]);
	});
}
