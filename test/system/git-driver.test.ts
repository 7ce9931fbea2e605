import { readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import {
	applyRepositoryPlan,
	prepareRepositoryPlan,
} from "@graft/core/drivers/git/apply/apply-plan";
import { restoreFiles } from "@graft/core/drivers/git/apply/restore";
import { lookAtFolder } from "@graft/core/drivers/git/plan/look";
import { compareFolder } from "@graft/core/drivers/git/plan/status";
import type { WantedFolder } from "@graft/core/drivers/git/wanted";
import { openRepository } from "@graft/core/repositories/open-repository";
import type { Repository } from "@graft/core/repositories/repository";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { bytesOf } from "../builders/tree.ts";
import { type GitServer, httpToken, startGitServer } from "./git-server.ts";
import { noSshd } from "./sshd.ts";

const version = (text: string, more: Record<string, string> = {}): WantedFolder => ({
	folder: "ntp",
	files: Object.entries({ "60_ntp.sh": `#!/bin/sh\n# ${text}\n`, "a b/x.txt": text, ...more }).map(
		([path, content]) => ({
			...{ path, bytes: bytesOf(content), executable: content.startsWith("#!"), why: "it is ours" },
		}),
	),
	notes: [],
});
const extension = (of: string) => ({ platform: "any", id: "ntp", version: of });
const first = { extension: extension("1.0"), wanted: version("1.0", { "old.txt": "old" }) };
const second = { extension: extension("1.1"), wanted: version("1.1") };

describe.each([
	{ kind: "ssh", skip: noSshd },
	{ kind: "http", skip: undefined },
] as const)("a repository over $kind", ({ kind, skip }) => {
	let server: GitServer;
	let start: string;
	let repository: Repository;

	beforeAll(async () => {
		if (skip) return;
		server = await startGitServer(kind);
		start = server.git("rev-parse", "main").trim();
	});
	afterAll(async () => {
		if (!skip) await server.stop();
	});
	beforeEach(async () => {
		if (skip) return;
		server.git("update-ref", "refs/heads/main", start);
		for (const name of ["pre-receive", "update", "post-receive"] as const)
			server.hook(name, "exit 0");
		repository = await openRepository(server.url, server);
	});
	afterEach(() => repository?.close());

	type Subject = typeof first;
	const asked = (subject: Subject, goal: "present" | "absent", accepted: string[] = []) => ({
		...{ ...subject, goal, accepted },
	});
	const plan = async (subject: Subject, goal: "present" | "absent", accepted: string[] = []) =>
		(await prepareRepositoryPlan(repository, asked(subject, goal, accepted))).plan;
	async function bring(
		subject: Subject,
		goal: "present" | "absent" = "present",
		report: () => void = () => undefined,
		accepted: string[] = [],
	) {
		const { hash } = await plan(subject, goal, accepted);
		return applyRepositoryPlan({
			...{ repository, asked: asked(subject, goal, accepted), expectedHash: hash },
			...{ actor: "alice", clock: () => new Date(), report },
		});
	}
	const status = async (subject: Subject) =>
		compareFolder(
			subject.extension,
			subject.wanted,
			await lookAtFolder(repository, await repository.head(), "ntp"),
		);
	const log = () => server.git("log", "--format=%s", "main").trim().split("\n");
	const others = ["100644 README.md", "100644 sys/60_uptime.sh"];

	it.skipIf(skip)(
		"gets one commit, no second one, the next version, and nothing is left",
		async () => {
			expect((await status(first)).state).toBe("missing");
			expect(await bring(first)).not.toBeNull();
			expect(server.tree()).toEqual([
				...["100644 README.md", "100644 ntp/.graft.json", "100755 ntp/60_ntp.sh"],
				...["100644 ntp/a b/x.txt", "100644 ntp/old.txt", "100644 sys/60_uptime.sh"],
			]);
			expect(await status(first)).toMatchObject({ state: "in-sync", version: "1.0" });
			expect(await bring(first)).toBeNull();
			expect(await status(second)).toMatchObject({ state: "other-version", version: "1.0" });
			await bring(second);
			expect(server.git("show", "main:ntp/a b/x.txt")).toBe("1.1");
			expect(server.tree()).not.toContain("100644 ntp/old.txt");
			expect(await bring(second, "absent")).not.toBeNull();
			expect(server.tree()).toEqual(others);
			expect(await bring(second, "absent")).toBeNull();
			expect(log()).toEqual(["Remove ntp", "Install ntp 1.1", "Install ntp 1.0", "by somebody"]);
			expect(server.git("log", "-1", "--format=%an %b", "main")).toContain("alice");
		},
	);

	it.skipIf(skip)("sees drift by content, and mends it by a plan", async () => {
		await bring(first);
		server.pushAs("bob", { "ntp/60_ntp.sh": "#!/bin/sh\n# mine\n" });
		expect(await status(first)).toMatchObject({
			state: "drifted",
			files: expect.arrayContaining([{ path: "ntp/60_ntp.sh", state: "drifted" }]),
		});
		expect((await plan(first, "present")).steps.map(({ target }) => target)).toEqual([
			"ntp/60_ntp.sh",
		]);
		await bring(first);
		expect((await status(first)).state).toBe("in-sync");
	});

	it.skipIf(skip)(
		"leaves what somebody else put into the folder, also when all else goes",
		async () => {
			await bring(first);
			server.pushAs("bob", { "ntp/30_own.sh": "#!/bin/sh\n" });
			const { notes } = await plan(first, "absent");
			expect(notes).toEqual(["ntp/30_own.sh is somebody else's, and stays."]);
			await bring(first, "absent");
			expect(server.tree()).toContain("100644 ntp/30_own.sh");
		},
	);

	it.skipIf(skip)(
		"is not written over where a folder of that name is somebody else's",
		async () => {
			server.pushAs("bob", { "ntp/60_ntp.sh": "theirs\n" });
			const { problems } = await plan(first, "present");
			expect(problems.map(({ code, severity }) => [code, severity])).toEqual([
				["repository/foreign-folder", "warning"],
			]);
			await expect(bring(first)).rejects.toThrow("has problems; nothing was touched");
			await bring(first, "present", undefined, ["repository/foreign-folder"]);
			expect((await status(first)).state).toBe("in-sync");
		},
	);

	it.skipIf(skip)(
		"is not touched where somebody pushes between the look and the push",
		async () => {
			let isFaster = false;
			const race = () => {
				if (!isFaster) server.pushAs("bob", { "sys/30_b.sh": "#!/bin/sh\n" });
				isFaster = true;
			};
			await expect(bring(first, "present", race)).rejects.toMatchObject({
				kind: "refused",
				message: expect.stringContaining("Somebody else pushed to main"),
			});
			expect(log()).toEqual(["by bob", "by somebody"]);
			await bring(first);
			expect(log()).toEqual(["Install ntp 1.0", "by bob", "by somebody"]);
		},
	);

	it.skipIf(skip)("tells a hook's refusal in its own words, and is as it was", async () => {
		server.hook("pre-receive", "echo 'only the release team pushes here' >&2; exit 1");
		await expect(bring(first)).rejects.toMatchObject({
			kind: "refused",
			message: expect.stringMatching(
				/does not take the commit: only the release team pushes here; pre-receive hook declined\. Nothing was touched\.$/,
			),
		});
		expect(log()).toEqual(["by somebody"]);
	});

	it.skipIf(skip)(
		"is taken back by a commit, but not over what somebody changed since",
		async () => {
			await bring(first);
			const before = server.git("rev-parse", "main^{tree}");
			const point = await bring(second);
			if (point === null) throw new Error("nothing was done");
			const given = { repository, point, actor: "alice", clock: () => new Date() };
			await restoreFiles(given);
			expect(server.git("rev-parse", "main^{tree}")).toBe(before);
			expect(log()[0]).toBe("Roll back ntp");
			await expect(restoreFiles(given)).rejects.toThrow("Somebody changed ntp/");
		},
	);

	it.skipIf(skip)("is not changed where its receipt says nothing that is understood", async () => {
		await bring(first);
		server.pushAs("bob", { "ntp/.graft.json": '{"format":2}\n' });
		for (const goal of ["present", "absent"] as const)
			await expect(bring(second, goal)).rejects.toMatchObject({
				problems: [expect.objectContaining({ code: "repository/receipt-unreadable" })],
			});
	});

	it.skipIf(skip)(
		"has a folder take a file's place, and the other way round, and back again",
		async () => {
			const file = { extension: extension("1.0"), wanted: version("x", { lib: "x" }) };
			const folder = { extension: extension("1.1"), wanted: version("x", { "lib/a": "a" }) };
			await bring(file);
			const before = server.git("rev-parse", "main^{tree}");
			const point = await bring(folder);
			expect((await status(folder)).state).toBe("in-sync");
			if (point === null) throw new Error("nothing was done");
			await restoreFiles({ repository, point, actor: "alice", clock: () => new Date() });
			expect(server.git("rev-parse", "main^{tree}")).toBe(before);
			await bring(folder);
			await bring(file);
			expect(server.git("rev-parse", "main^{tree}")).toBe(before);
		},
	);

	it.skipIf(skip)(
		"keeps somebody else's file where the extension would have a folder",
		async () => {
			await bring(first);
			server.pushAs("bob", { "ntp/lib": "theirs\n" });
			const { problems } = await plan(
				{ extension: extension("1.1"), wanted: version("x", { "lib/a": "a" }) },
				"present",
			);
			expect(problems.map(({ code }) => code)).toEqual(["repository/not-a-folder"]);
		},
	);

	it.skipIf(skip)(
		"takes nothing of a folder that somebody renamed for another extension",
		async () => {
			await bring(first);
			const other = { extension: { ...extension("1.0"), id: "other" }, wanted: first.wanted };
			expect((await plan(other, "absent")).steps).toEqual([]);
			const { problems } = await plan(other, "present");
			expect(problems.map(({ code }) => code)).toEqual(["repository/foreign-folder"]);
		},
	);

	it.skipIf(skip)("takes any bytes and names", async () => {
		const bytes = Uint8Array.from({ length: 256 }, (_, at) => at);
		const wanted: WantedFolder = {
			...{ folder: "ntp", notes: [] },
			files: [
				{ path: 'q"u\\o*te é.bin', bytes, executable: false, why: "it is ours" },
				{ path: "empty", bytes: new Uint8Array(), executable: true, why: "it is ours" },
			],
		};
		await bring({ extension: extension("1.0"), wanted });
		expect((await status({ extension: extension("1.0"), wanted })).state).toBe("in-sync");
		expect(await bring({ extension: extension("1.0"), wanted })).toBeNull();
	});

	it.skipIf(skip)("leaves nothing behind here", async () => {
		const there = () =>
			readdirSync(tmpdir()).filter((name) => name.startsWith("graft-repository-"));
		const own = there();
		const another = await openRepository(server.url, server);
		await another.head();
		await another.close();
		expect(there()).toEqual(own);
	});
});

describe("a repository that takes a commit and does not say so", () => {
	const wish = { ...first, goal: "present", accepted: [] } as const;
	it.each([
		["is asked once more, and has it", false],
		["cannot be asked any more: nobody can tell, and that is said", true],
	])("%s", async (_, thenAll) => {
		const server = await startGitServer("http");
		const repository = await openRepository(server.url, server);
		const { plan } = await prepareRepositoryPlan(repository, wish);
		server.loseAnswer(thenAll);
		const done = applyRepositoryPlan({
			...{ repository, asked: wish, expectedHash: plan.hash, actor: "alice" },
			...{ clock: () => new Date(), report: () => undefined },
		});
		if (thenAll) await expect(done).rejects.toMatchObject({ kind: "partly-done" });
		else expect(await done).not.toBeNull();
		expect(server.tree()).toContain("100755 ntp/60_ntp.sh");
		await repository.close();
		await server.stop();
	});
});

describe("a repository that cannot be reached", () => {
	it.skipIf(noSshd)("has an unknown host key: it is told, and nothing is sent", async () => {
		const server = await startGitServer("ssh");
		const repository = await openRepository(server.url, { knownHosts: "/nowhere/known_hosts" });
		await expect(repository.head()).rejects.toMatchObject({ kind: "host-key" });
		await repository.close();
		await server.stop();
	});

	it("lets nobody in with a wrong token, and the message does not repeat it", async () => {
		const server = await startGitServer("http");
		const url = server.url.replace(encodeURIComponent(httpToken), "wrong-one");
		const repository = await openRepository(url, server);
		const failure = await repository.head().catch((error: unknown) => error);
		expect(failure).toMatchObject({ kind: "unreachable" });
		expect(JSON.stringify([failure, String(failure)])).not.toContain("wrong-one");
		await repository.close();
		await server.stop();
	});

	it("has no commit yet", async () => {
		const server = await startGitServer("http");
		server.git("update-ref", "-d", "refs/heads/main");
		const repository = await openRepository(server.url, server);
		await expect(repository.head()).rejects.toThrow("has no commit on a branch");
		await repository.close();
		await server.stop();
	});
});
