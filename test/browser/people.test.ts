import { join } from "node:path";
import { type Database, openDatabase } from "@graft/database/open-database";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { story } from "../story.ts";
import { type ConsoleServer, startConsole } from "./console-server.ts";
import { callAction, everyAction, outcomeOf } from "./entrances.ts";
import { ask } from "./http.ts";
import { administrator } from "./pages.ts";

const actions = everyAction("probe");
const grace = { name: "Grace", email: "Grace@example.org", password: "a long enough password" };

describe("who may sign in", () => {
	story();
	let server: ConsoleServer;
	let database: Database;
	let cookie: string;
	let graceCookie: string;

	async function call(name: string, input: unknown, as = cookie): Promise<string> {
		const action = actions.find((each) => each.name === name);
		if (action === undefined) throw new Error(`The console has no action ${name}.`);
		return outcomeOf(
			await callAction(server.url, action, input, { origin: server.url, cookie: as }),
		);
	}

	async function signIn({ email, password }: { email: string; password: string }) {
		const { status, headers } = await ask({
			url: `${server.url}/api/auth/sign-in/email`,
			method: "POST",
			headers: { origin: server.url, "content-type": "application/json" },
			body: JSON.stringify({ email, password }),
		});
		const cookies = (headers["set-cookie"] ?? []) as string[];
		return { status, cookie: cookies.map((one) => one.split(";")[0]).join("; ") };
	}

	const idOf = async (name: string): Promise<string> =>
		(await database.user.findFirstOrThrow({ where: { name } })).id;

	const usableAdministrators = () =>
		database.user.count({ where: { role: "administrator", NOT: { banned: true } } });

	beforeAll(async () => {
		server = await startConsole();
		database = await openDatabase(`file:${join(server.home, "graft.db")}`);
		const token = new URL(server.setupUrl).searchParams.get("token");
		expect(await call("createFirstAdministrator", { ...administrator, token }, "")).toBe("done");
		cookie = (await signIn(administrator)).cookie;
	});

	afterAll(async () => {
		await database?.$disconnect();
		await server?.stop();
	});

	it("adds a person once, who signs in whatever the case of the address", async () => {
		expect(await call("add", { ...grace, role: "viewer" })).toBe("done");
		expect(await call("add", { ...grace, role: "administrator" })).toBe("refused");
		const { status, cookie: own } = await signIn({ ...grace, email: "grace@example.org" });
		expect(status).toBe(200);
		graceCookie = own;
		expect(await call("activate", {}, graceCookie)).toBe("not-allowed");
	});

	it("refuses roles that there are not, and short passwords", async () => {
		const other = { ...grace, email: "eve@example.org" };
		expect(await call("add", { ...other, role: "owner" })).toBe("usage");
		expect(await call("add", { ...other, role: "viewer", password: "short" })).toBe("usage");
		expect(await call("giveRole", { id: await idOf("Grace"), role: "owner" })).toBe("usage");
		expect(await call("giveRole", { id: "nobody", role: "viewer" })).toBe("not-found");
	});

	it("gives a role that holds at once", async () => {
		const id = await idOf("Grace");
		expect(await call("giveRole", { id, role: "administrator" })).toBe("done");
		expect(await call("activate", {}, graceCookie)).toBe("usage");
	});

	it("lets nobody change their own account", async () => {
		const id = await idOf(administrator.name);
		expect(await call("giveRole", { id, role: "viewer" })).toBe("refused");
		expect(await call("setAccess", { id, disabled: true })).toBe("refused");
	});

	it("keeps one administrator, also when two unmake each other at the same moment", async () => {
		const [ada, other] = [await idOf(administrator.name), await idOf("Grace")];
		for (const [name, change] of [
			["giveRole", { role: "viewer" }],
			["setAccess", { disabled: true }],
		] as const) {
			const outcomes = await Promise.all([
				call(name, { id: other, ...change }),
				call(name, { id: ada, ...change }, graceCookie),
			]);
			expect([name, outcomes.filter((outcome) => outcome === "done").length]).toEqual([name, 1]);
			expect(await usableAdministrators()).toBe(1);
			await database.user.updateMany({ data: { role: "administrator", banned: false } });
			cookie = (await signIn(administrator)).cookie;
			graceCookie = (await signIn(grace)).cookie;
		}
	});

	it("ends the sessions of whoever is disabled, and lets them in again when enabled", async () => {
		const id = await idOf("Grace");
		expect(await call("setAccess", { id, disabled: true })).toBe("done");
		expect(await call("activate", {}, graceCookie)).toBe("signed-out");
		expect((await signIn(grace)).status).toBe(403);
		expect(await call("setAccess", { id, disabled: false })).toBe("done");
		expect((await signIn(grace)).status).toBe(200);
	});

	it("remembers who did what to whom", async () => {
		const events = await database.auditEvent.findMany({ where: { target: "grace@example.org" } });
		expect(new Set(events.map(({ action }) => action))).toEqual(
			new Set(["add a person", "change a role", "disable a person", "enable a person"]),
		);
		expect(new Set(events.map(({ actor }) => actor))).toContain(administrator.email);
		expect(JSON.stringify(events)).not.toContain(grace.password);
	});
});
