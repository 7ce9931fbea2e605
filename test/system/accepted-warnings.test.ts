import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { GraftError } from "@graft/core/domain/errors";
import { importArchive } from "@graft/services/archives/import-archive";
import { buildBundles } from "@graft/services/bundles/build-bundles";
import { forgetExtension } from "@graft/services/extensions/forget-extension";
import { previewUp, upExtension } from "@graft/services/way/up-extension";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { read } from "../../packages/core/src/platforms/ocs-inventory/read.ts";
import { local } from "../../packages/services/test/ocs-server.ts";
import { readSample } from "../builders/ocs-reading.ts";
import { makeTree } from "../builders/tree.ts";
import { neighbourFiles, type Warned, warned, warnedFiles } from "../builders/warned-files.ts";
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

const page = fileURLToPath(new URL("../../docs/platforms/ocs-inventory.md", import.meta.url));
/** As the page of the codes has them: rows `| codes | warning | part |`. */
const documented = readFileSync(page, "utf8")
	.split("\n")
	.filter((line) => /\| warning \| \w+ \|$/.test(line))
	.flatMap((line) => [...line.matchAll(/`([a-z-]+)`/g)].map(([, code]) => code ?? ""));

function neighbourOf(one: Warned) {
	const extension = one.neighbour && read(makeTree(neighbourFiles(one)), []).extension;
	return extension ? [extension] : [];
}

const warningsOf = (one: Warned) =>
	readSample(one.changes, { neighbours: neighbourOf(one) })
		.problems.filter(({ severity }) => severity === "warning")
		.map(({ code }): string => code);

it("each warning that the page names has an extension here that it is said of", () => {
	expect(Object.keys(warned).sort()).toEqual([...documented].sort());
});

it.each(Object.entries(warned))(
	"%s is said of its extension, which is not refused",
	(code, one) => {
		expect(warningsOf(one)).toContain(`ocs/${code}`);
		const { problems } = readSample(one.changes, { neighbours: neighbourOf(one) });
		expect(problems.filter(({ severity }) => severity === "error")).toEqual([]);
	},
);

describe.skipIf(noOcsSchema)(
	`what was accepted goes through, or is refused in words${noOcsSchema ? ` (left out: ${noOcsSchema})` : ""}`,
	() => {
		let server: Mariadb;
		let place: DeploymentPlace;
		beforeAll(async () => {
			server = await startOcsDatabase();
		}, patient(120_000));
		afterAll(() => server?.dispose());
		beforeEach(async () => {
			place = await makeDeploymentPlace(server);
			for (const folder of ["ocs", "ocs/plugins", "ocs/perl"])
				mkdirSync(join(place.folder, folder));
		}, patient(60_000));
		afterEach(async () => {
			await place.remove();
			await place.sql("delete from extensions; drop table if exists probe, unixusers");
		});

		/** Whatever is thrown must be told to a person; anything else is a fault of ours. */
		async function inWords<Result>(what: string, work: () => Promise<Result>): Promise<void> {
			try {
				await work();
			} catch (error) {
				if (error instanceof GraftError) return;
				throw new Error(`${what} failed by a fault of ours`, { cause: error });
			}
		}

		it.each(Object.entries(warned))(
			"%s",
			async (_code, one) => {
				const { ctx } = place;
				for (const [path, content] of Object.entries(neighbourFiles(one))) {
					const target = join(place.folder, "extensions", one.neighbour?.id ?? "", path);
					mkdirSync(dirname(target), { recursive: true });
					writeFileSync(target, content);
				}
				const bytes = makeZip(warnedFiles(one));
				const accept = [...warningsOf(one), "ocs/deployment-certificate"];
				const agents = { to: all, downloadDir: place.downloads };
				await importArchive({ ctx, input: { bytes, accept } });
				await inWords("bundle", () =>
					buildBundles({ ctx, input: { id, deployment: true, accept } }),
				);
				await inWords("up", async () => {
					const servers = [{ server: local, serverDir: join(place.folder, "ocs") }];
					const input = { subject: { id }, servers, reload: false, accept, deployment: agents };
					const { hash } = await previewUp({ ctx, input });
					await upExtension({ ctx, input: { ...input, planHash: hash } });
				});
				await inWords("deploy", () => place.deploy(all, { downloadDir: place.downloads, accept }));
				await inWords("remove", () => forgetExtension({ ctx, input: { id, dropTables: true } }));
			},
			patient(60_000),
		);
	},
);
