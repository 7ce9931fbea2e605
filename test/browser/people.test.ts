import { createHash } from "node:crypto";
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

	async function signIn(
		{ email, password }: { email: string; password: string },
		localAddress = "127.0.0.1",
	) {
		const { status, headers } = await ask({
			localAddress,
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

	it("stores no session that somebody could use who reads the database", async () => {
		const { cookie: fresh } = await signIn(grace);
		const signed = decodeURIComponent(/session_token=([^;]+)/.exec(fresh)?.[1] ?? "");
		const [token = ""] = signed.split(".");
		expect(token.length).toBeGreaterThan(20);
		const rows = await database.session.findMany();
		expect(rows.map((row) => row.token)).toContain(
			createHash("sha256").update(token).digest("base64url"),
		);
		expect(JSON.stringify(rows)).not.toContain(token);
		for (const row of rows) {
			const stolen = `better-auth.session_token=${row.token}.${signed.split(".")[1]}`;
			expect(await call("activate", {}, stolen)).toBe("signed-out");
		}
		expect(await call("activate", {}, fresh)).toBe("usage");
	});

	it("changes one's own password by the current one, and ends every other session", async () => {
		const [here, elsewhere] = [await signIn(grace), await signIn(grace)];
		const password = "a new long password";
		const change = { current: grace.password, password };
		expect(await call("changePassword", { ...change, current: "a guess" }, here.cookie)).toBe(
			"refused",
		);
		expect(await call("changePassword", { ...change, password: "short" }, here.cookie)).toBe(
			"usage",
		);
		expect(await call("changePassword", change, here.cookie)).toBe("done");
		expect(await call("activate", {}, elsewhere.cookie)).toBe("signed-out");
		expect(await call("activate", {}, here.cookie)).toBe("usage");
		expect((await signIn(grace)).status).toBe(401);
		expect((await signIn({ ...grace, password })).status).toBe(200);
		expect(
			await call("changePassword", { current: password, password: grace.password }, here.cookie),
		).toBe("done");
	});

	it("lists one's own sessions, and ends one or all others, and nobody else's", async () => {
		const [here, other, third] = [await signIn(grace), await signIn(grace), await signIn(grace)];
		const userId = await idOf("Grace");
		const page = await ask({ url: `${server.url}/account`, headers: { cookie: here.cookie } });
		expect(page.status).toBe(200);
		expect(page.text.match(/End the session of/g)?.length).toBeGreaterThanOrEqual(2);
		expect(page.text).toContain("From 127.0.0.1");
		const newest = await database.session.findFirstOrThrow({
			where: { userId },
			orderBy: { createdAt: "desc" },
		});
		expect(await call("endOwnSessions", { id: newest.id }, cookie)).toBe("done");
		expect(await call("activate", {}, third.cookie)).toBe("usage");
		expect(await call("endOwnSessions", { id: newest.id }, here.cookie)).toBe("done");
		expect(await call("activate", {}, third.cookie)).toBe("signed-out");
		expect(await call("endOwnSessions", { id: null }, here.cookie)).toBe("done");
		expect(await call("activate", {}, other.cookie)).toBe("signed-out");
		expect(await call("activate", {}, here.cookie)).toBe("usage");
		expect(await call("activate", {})).toBe("usage");
	});

	it("sets a new password by a link, once, which ends every session", async () => {
		const { cookie: before } = await signIn(grace);
		const id = await idOf("Grace");
		const link = async () => {
			const action = actions.find(({ name }) => name === "linkForPassword");
			if (action === undefined) throw new Error("The console has no such action.");
			const { text } = await callAction(server.url, action, { id }, { origin: server.url, cookie });
			return /\/password\?token=([\w-]+)/.exec(text)?.[1] ?? "";
		};
		const [earlier, token] = [await link(), await link()];
		expect(token.length).toBeGreaterThan(20);
		expect(JSON.stringify(await database.passwordLink.findMany())).not.toContain(token);
		const password = "another long password";
		expect(await call("setPassword", { token: earlier, password }, "")).toBe("refused");
		expect(await call("setPassword", { token, password: "short" }, "")).toBe("usage");
		const spent = await Promise.all([
			call("setPassword", { token, password }, ""),
			call("setPassword", { token, password }, ""),
		]);
		expect(spent.sort()).toEqual(["done", "refused"]);
		expect(await call("activate", {}, before)).toBe("signed-out");
		expect((await signIn(grace)).status).toBe(401);
		expect((await signIn({ ...grace, password })).status).toBe(200);

		const old = await link();
		await database.passwordLink.updateMany({ data: { expiresAt: new Date(Date.now() - 1000) } });
		expect(await call("setPassword", { token: old, password: grace.password }, "")).toBe("refused");
		const last = await link();
		expect(await call("setPassword", { token: last, password: grace.password }, "")).toBe("done");
		graceCookie = (await signIn(grace)).cookie;
	});

	it("lets in whoever knows the password while somebody guesses from elsewhere", async () => {
		const guess = () => signIn({ ...grace, password: "a guess of mine" }, "127.0.0.2");
		const statuses = (await Promise.all(Array.from({ length: 15 }, guess))).map(
			({ status }) => status,
		);
		expect(statuses.filter((status) => status === 401)).toHaveLength(10);
		expect(statuses.filter((status) => status === 429)).toHaveLength(5);
		expect((await signIn(grace, "127.0.0.2")).status).toBe(429);
		expect((await signIn(grace)).status).toBe(200);
		expect((await signIn(administrator, "127.0.0.2")).status).toBe(200);
	});

	it("remembers who did what to whom", async () => {
		const events = await database.auditEvent.findMany({ where: { target: "grace@example.org" } });
		expect(new Set(events.map(({ action }) => action))).toEqual(
			new Set([
				...["add a person", "change a role", "disable a person", "enable a person"],
				...["change one's own password", "end sessions"],
				...["make a password link", "set a new password by a link"],
			]),
		);
		expect(new Set(events.map(({ actor }) => actor))).toContain(administrator.email);
		expect(JSON.stringify(events)).not.toContain(grace.password);
	});
});
