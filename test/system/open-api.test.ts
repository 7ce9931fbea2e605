import { openApi } from "@graft/core/apis/open-api";
import { linkKinds } from "@graft/core/platforms/places";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { apiUser, type FalconApi, startFalconApi } from "../builders/falcon-api-double.ts";

const link = linkKinds.find((each) => each.kind === "api");
if (link === undefined) throw new Error("no platform has an API");
const { signIn, check } = link;

describe("an API", () => {
	let api: FalconApi;
	beforeEach(async () => {
		api = await startFalconApi();
	});
	afterEach(() => api.stop());

	it("is signed in to, and asked as that user", async () => {
		const opened = await openApi(api.url, signIn);
		expect(opened.user).toBe(apiUser);
		expect(opened.label).toMatch(/^http:\/\/graft@127\.0\.0\.1:\d+$/);
		expect(await check(opened)).toEqual([]);
	});

	it("says who it does not let in, without the password", async () => {
		const wrong = api.url.replace(/:[^:@/]+@/, ":s3cret@");
		const error = await openApi(wrong, signIn).catch((thrown: unknown) => thrown);
		expect(error).toMatchObject({ kind: "refused" });
		expect(String(error)).toContain("does not let us in: it answers 400, password error.");
		expect(String(error)).not.toContain("s3cret");
	});

	it("tells no answer from a refusal", async () => {
		const opened = await openApi(api.url, signIn);
		const request = { method: "POST", path: "/api/v1/plugin", body: { hostgroup_id: 1 } } as const;
		api.fail("refuse", 1);
		await expect(opened.send(request)).rejects.toMatchObject({ kind: "refused" });
		api.fail("drop", 1);
		await expect(opened.send(request)).rejects.toMatchObject({ kind: "unreachable" });
		await api.stop();
		await expect(openApi(api.url, signIn)).rejects.toMatchObject({ kind: "unreachable" });
		api = await startFalconApi();
	});

	it("is not taken for one where the server leads elsewhere", async () => {
		const opened = await openApi(api.url, signIn);
		await expect(opened.read("/")).rejects.toThrow("it answers 404");
	});
});
