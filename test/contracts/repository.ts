import { readArchive } from "@graft/core/archive/read-archive";
import {
	applyRepositoryPlan,
	prepareRepositoryPlan,
} from "@graft/core/drivers/git/apply/apply-plan";
import { restoreFiles } from "@graft/core/drivers/git/apply/restore";
import { lookAtFolder } from "@graft/core/drivers/git/plan/look";
import { compareFolder } from "@graft/core/drivers/git/plan/status";
import type { GitPlace } from "@graft/core/platforms/place";
import type { Platform } from "@graft/core/platforms/platform";
import { openRepository } from "@graft/core/repositories/open-repository";
import type { Repository } from "@graft/core/repositories/repository";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { Files } from "../builders/tree.ts";
import { makeZip } from "../builders/zip.ts";
import { type GitServer, startGitServer } from "../system/git-server.ts";

interface Subject {
	readonly what: string;
	readonly version: string;
	readonly files: Files;
}

/** What holds of every platform's place in a repository, for what its sample and its starter give. */
export function repositoryContract(
	platform: Platform,
	place: GitPlace,
	subjects: readonly Subject[],
	newer: Omit<Subject, "what">,
): void {
	let server: GitServer;
	let repository: Repository;
	beforeEach(async () => {
		server = await startGitServer("http");
		repository = await openRepository(server.url, server);
	});
	afterEach(async () => {
		await repository?.close();
		await server?.stop();
	});

	async function asked(files: Files, goal: "present" | "absent") {
		const tree = readArchive(makeZip(files));
		const { extension } = await platform.read(tree, []);
		if (extension === null) throw new Error("it has no id");
		return { extension, wanted: place.wanted(extension, tree), goal, accepted: [] };
	}
	async function bring(files: Files, goal: "present" | "absent") {
		const wish = await asked(files, goal);
		const { plan } = await prepareRepositoryPlan(repository, wish);
		return applyRepositoryPlan({
			...{ repository, asked: wish, expectedHash: plan.hash, actor: "tester" },
			...{ clock: () => new Date(), report: () => undefined },
		});
	}
	async function status(files: Files) {
		const { extension, wanted } = await asked(files, "present");
		const seen = await lookAtFolder(repository, await repository.head(), wanted.folder);
		return compareFolder(extension, wanted, seen);
	}
	const tree = () => server.git("rev-parse", "main^{tree}");

	it.each(subjects)(
		"installs, finds nothing more to do, and takes back to what it was before: $what",
		async ({ files, version }) => {
			const before = tree();
			expect((await status(files)).state).toBe("missing");
			expect(await bring(files, "present")).not.toBeNull();
			expect(await status(files)).toMatchObject({ state: "in-sync", version });
			expect(await bring(files, "present")).toBeNull();
			expect(await bring(files, "absent")).not.toBeNull();
			expect(tree()).toBe(before);
			expect(await bring(files, "absent")).toBeNull();
		},
	);

	it.each(subjects)("upgrades, and rolls back by another commit: $what", async ({ files }) => {
		await bring(files, "present");
		const first = tree();
		const changed = { ...files, "more.txt": "more\n" };
		const point = await bring(changed, "present");
		expect((await status(changed)).state).toBe("in-sync");
		if (point === null) throw new Error("nothing was done");
		await restoreFiles({ repository, point, actor: "tester", clock: () => new Date() });
		expect(tree()).toBe(first);
	});

	it("tells one version from another", async () => {
		const [sample] = subjects;
		if (sample === undefined) throw new Error("no sample");
		await bring(sample.files, "present");
		expect(await status(newer.files)).toMatchObject({
			...{ state: "other-version", version: sample.version },
		});
		await bring(newer.files, "present");
		expect(await status(newer.files)).toMatchObject({ state: "in-sync", version: newer.version });
	});

	it.each(subjects)("sees drift by content, and mends it by a plan: $what", async ({ files }) => {
		await bring(files, "present");
		const [file] = (await status(files)).files;
		if (file === undefined) throw new Error("it has no file there");
		server.pushAs("bob", { [file.path]: "1;\n" });
		expect((await status(files)).state).toBe("drifted");
		await bring(files, "present");
		expect((await status(files)).state).toBe("in-sync");
	});
}
