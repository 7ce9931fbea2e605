import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { type Database, openDatabase } from "@graft/database/open-database";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ocsFiles } from "../builders/ocs-files.ts";
import { makeZip } from "../builders/zip.ts";
import { type ConsoleServer, startConsole } from "./console-server.ts";
import {
	type Action,
	callAction,
	everyAction,
	everyRoute,
	outcomeOf,
	untilAllIsDone,
} from "./entrances.ts";
import { ask } from "./http.ts";
import { administrator } from "./pages.ts";

const actions = everyAction("probe");
const routes = everyRoute({ id: "probe", sha256: "0".repeat(64) });
const methods = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;
const named = (name: string): Action => {
	const found = actions.find((action) => action.name === name);
	if (found === undefined) throw new Error(`The console has no action ${name}.`);
	return found;
};

/** Actions that change nothing, so that a viewer may call them. */
const looks = ["offerBundles", "findFiles", "findAgentFiles"];
/** What everybody does to their own account alone. */
const own = ["changePassword", "endOwnSessions"];
/** Need a token in place of a session, and that only once: tested by themselves. */
const withoutSession = ["createFirstAdministrator", "setPassword"];
const guarded = actions.filter(({ name }) => !withoutSession.includes(name));
const changing = guarded.filter(({ name }) => ![...looks, ...own].includes(name));

describe("what the console refuses", () => {
	let server: ConsoleServer;
	let database: Database;
	let cookie: string;
	let setCookie: string;
	const from = (origin: string, rest: Record<string, string> = {}) => ({ origin, ...rest });
	const signedIn = (rest: Record<string, string> = {}) => from(server.url, { cookie, ...rest });
	const setRole = (role: string) => database.user.updateMany({ data: { role } });

	async function sendZip(headers: Record<string, string>) {
		const form = new FormData();
		form.append("archive", new File([Uint8Array.from(makeZip(ocsFiles()))], "probe.zip"));
		const whole = new Request("http://form/", { method: "POST", body: form });
		const type = whole.headers.get("content-type") ?? "";
		return ask({
			url: `${server.url}/api/uploads`,
			method: "POST",
			headers: { ...headers, "content-type": type },
			body: new Uint8Array(await whole.arrayBuffer()),
		});
	}

	beforeAll(async () => {
		server = await startConsole();
		database = await openDatabase(`file:${join(server.home, "graft.db")}`);
		const token = new URL(server.setupUrl).searchParams.get("token");
		const create = named("createFirstAdministrator");
		const made = await callAction(
			server.url,
			create,
			{ ...administrator, token },
			from(server.url),
		);
		expect(outcomeOf(made)).toBe("done");
		const { email, password } = administrator;
		const answer = await ask({
			url: `${server.url}/api/auth/sign-in/email`,
			method: "POST",
			headers: from(server.url, { "content-type": "application/json" }),
			body: JSON.stringify({ email, password }),
		});
		setCookie = (answer.headers["set-cookie"] as string[]).join("\n");
		cookie = (answer.headers["set-cookie"] as string[]).map((one) => one.split(";")[0]).join("; ");
		const { upload } = JSON.parse((await sendZip(signedIn())).text);
		const input = { upload, fileName: "probe.zip", accept: [] };
		for (const [name, asked] of [
			["importUpload", input],
			["activate", { id: "probe", accept: [] }],
		] as const) {
			const answer = await callAction(server.url, named(name), asked, signedIn());
			expect([name, outcomeOf(answer)]).toEqual([name, "done"]);
			await untilAllIsDone(server.url, cookie);
		}
	});

	afterAll(async () => {
		await database?.$disconnect();
		await server?.stop();
	});

	it("knows every action of the console", () => {
		expect(actions.map(({ name }) => name).sort()).toEqual([
			"activate",
			"add",
			"cancel",
			"cancelUpload",
			"changePassword",
			"createFirstAdministrator",
			"deactivate",
			"deploy",
			"endOwnSessions",
			"findAgentFiles",
			"findFiles",
			"forget",
			"giveRole",
			"importUpload",
			"installVersion",
			"link",
			"linkForPassword",
			"mend",
			"offerBundles",
			"remove",
			"retry",
			"reviewActivation",
			"reviewDeactivation",
			"reviewDeployment",
			"reviewForget",
			"reviewNext",
			"reviewRemoval",
			"reviewUndo",
			"reviewUp",
			"reviewWithdrawal",
			"setAccess",
			"setPassword",
			"undo",
			"unlink",
			"up",
			"withdraw",
		]);
	});

	it.each(guarded)("$name hears an administrator, and then asks for its input", async (action) => {
		const answer = await callAction(server.url, action, null, signedIn());
		expect(outcomeOf(answer)).toBe("usage");
	});

	it.each(guarded)("$name refuses who is not signed in", async (action) => {
		const answer = await callAction(server.url, action, { id: "probe" }, from(server.url));
		expect(outcomeOf(answer)).toBe("signed-out");
	});

	it.each(guarded)("$name refuses a session that is made up", async (action) => {
		const forged = from(server.url, { cookie: "better-auth.session_token=made.up" });
		const answer = await callAction(server.url, action, { id: "probe" }, forged);
		expect(outcomeOf(answer)).toBe("signed-out");
	});

	it.each(actions)("$name refuses what a foreign page sends", async (action) => {
		const { host } = new URL(server.url);
		for (const headers of [
			from("http://evil.example", { cookie }),
			from("null", { cookie }),
			from("http://evil.example", { cookie, host: "evil.example" }),
			from("http://evil.example", { cookie, "x-forwarded-host": "evil.example", host }),
			{ cookie },
		]) {
			const answer = await callAction(server.url, action, { id: "probe" }, headers);
			expect(["not-allowed", "none"]).toContain(outcomeOf(answer));
		}
	});

	it("refuses a viewer whatever changes something, and nothing else", async () => {
		await setRole("viewer");
		for (const action of changing) {
			const answer = await callAction(server.url, action, { id: "probe" }, signedIn());
			expect([action.name, outcomeOf(answer)]).toEqual([action.name, "not-allowed"]);
		}
		expect((await sendZip(signedIn())).status).toBe(403);
		const tables = `${server.url}/api/extensions/probe/tables`;
		expect((await ask({ url: tables, method: "POST", headers: signedIn() })).status).toBe(403);
		const settings = await ask({ url: `${server.url}/settings`, headers: { cookie } });
		expect(settings.text).toContain("For administrators");
		expect(settings.text).not.toContain("URL of the database");
		const choice = { id: "probe", without: [], added: [], windowsPath: "", accept: [] };
		const offered = await callAction(server.url, named("offerBundles"), choice, signedIn());
		expect(outcomeOf(offered)).toBe("done");
		await setRole("administrator");
	});

	it("refuses a role that it does not know", async () => {
		await setRole("owner");
		expect(
			outcomeOf(await callAction(server.url, named("activate"), { id: "probe" }, signedIn())),
		).toBe("signed-out");
		await setRole("administrator");
	});

	it.each(routes)("%s answers nobody who is not signed in, by no method", async (path) => {
		for (const method of methods) {
			const { status } = await ask({
				url: `${server.url}${path}`,
				method,
				headers: from(server.url, { "content-type": "application/json" }),
				...(method !== "GET" && { body: "{}" }),
			});
			// Signing out is no secret: without a session there is nothing to end.
			if (path === "/api/auth/sign-out" && method === "POST") expect(status).toBe(200);
			else expect([method, status >= 400 && status < 500]).toEqual([method, true]);
		}
	});

	it.each(routes)("%s changes nothing for a foreign page", async (path) => {
		for (const method of methods.slice(1)) {
			const { status } = await ask({
				url: `${server.url}${path}`,
				method,
				headers: from("http://evil.example", { cookie, "content-type": "application/json" }),
				body: "{}",
			});
			expect([method, [403, 405].includes(status)]).toEqual([method, true]);
		}
	});

	it.each(["", "; boundary=", "; charset=utf-8"])(
		"asks for a file where a form names no boundary: %s",
		async (rest) => {
			const headers = signedIn({ "content-type": `multipart/form-data${rest}` });
			const url = `${server.url}/api/uploads`;
			expect((await ask({ url, method: "POST", headers, body: "--x" })).status).toBe(400);
		},
	);

	it.each(["not an origin", "http://", "http://[::1"])(
		"says that an origin is malformed: %s",
		async (origin) => {
			const headers = { origin, cookie, "content-type": "application/json" };
			for (const path of ["/api/uploads", "/api/auth/sign-in/email", "/extensions"]) {
				const { status } = await ask({
					url: `${server.url}${path}`,
					method: "POST",
					headers: { ...headers, "next-action": named("activate").id },
					body: "[]",
				});
				expect([path, status]).toEqual([path, 400]);
			}
		},
	);

	it("takes an upload of its own page alone", async () => {
		expect((await sendZip(from(server.url))).status).toBe(401);
		expect((await sendZip(from("http://evil.example", { cookie }))).status).toBe(403);
		expect((await sendZip({ cookie })).status).toBe(403);
		expect((await sendZip(signedIn())).status).toBe(200);
	});

	it("imports only what was reviewed", async () => {
		const { upload } = JSON.parse((await sendZip(signedIn())).text);
		const input = { fileName: "probe.zip", accept: [] };
		const action = named("importUpload");
		for (const wrong of [
			{ ...upload, sha256: "0".repeat(64) },
			{ ...upload, id: "0".repeat(32) },
			{ ...upload, id: `../../${upload.id}` },
		]) {
			const answer = await callAction(server.url, action, { ...input, upload: wrong }, signedIn());
			expect(["refused", "usage"]).toContain(outcomeOf(answer));
		}
	});

	it("offers nothing of the sign-in library but signing in and out", async () => {
		for (const path of ["sign-up/email", "admin/create-user", "get-session", "update-user"]) {
			const { status } = await ask({
				url: `${server.url}/api/auth/${path}`,
				method: "POST",
				headers: from(server.url, { cookie, "content-type": "application/json" }),
				body: JSON.stringify({ ...administrator, role: "administrator" }),
			});
			expect([path, status]).toEqual([path, 404]);
		}
	});

	it("makes no second first administrator", async () => {
		const token = new URL(server.setupUrl).searchParams.get("token");
		const input = { ...administrator, email: "eve@example.org", token };
		const create = named("createFirstAdministrator");
		expect(outcomeOf(await callAction(server.url, create, input, from(server.url)))).toBe(
			"refused",
		);
		expect(await database.user.count()).toBe(1);
	});

	it("lets no cache keep what a route answered, refusals as well", async () => {
		for (const path of routes.filter((path) => path.startsWith("/api/extensions"))) {
			const { headers } = await ask({ url: `${server.url}${path}`, headers: { cookie } });
			expect([path, headers["cache-control"]]).toEqual([path, "private, no-store"]);
		}
	});

	it("gives a cookie that no script reads and no foreign page sends", async () => {
		expect(setCookie).toMatch(/; HttpOnly/i);
		expect(setCookie).toMatch(/; SameSite=Lax/i);
	});

	it.each(["nope", "%zz", "%00", "..%2f..%2fetc", "%E0%A4%A"])(
		"knows no extension %s",
		async (id) => {
			const { status, text } = await ask({
				url: `${server.url}/extensions/${id}`,
				headers: { cookie },
			});
			expect([400, 404]).toContain(status);
			expect(text).toContain("There is nothing here");
		},
	);

	it("lets nobody try passwords for long", async () => {
		const statuses: number[] = [];
		for (let attempt = 0; attempt < 12; attempt++) {
			const { status } = await ask({
				url: `${server.url}/api/auth/sign-in/email`,
				method: "POST",
				headers: from(server.url, {
					"content-type": "application/json",
					"x-graft-address": `10.0.0.${attempt}`,
					"x-forwarded-for": `10.0.0.${attempt}`,
				}),
				body: JSON.stringify({ email: administrator.email, password: "a guess of mine" }),
			});
			statuses.push(status);
		}
		expect(statuses[0]).toBe(401);
		expect(statuses.at(-1)).toBe(429);
	});

	it("has changed nothing by all this", async () => {
		expect(await readdir(server.extensions)).toEqual(["probe"]);
		expect(await database.user.count()).toBe(1);
		const rows = await database.extension.findMany();
		expect(rows.map(({ id, active }) => ({ id, active }))).toEqual([{ id: "probe", active: true }]);
	});
});
