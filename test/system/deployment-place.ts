import { mkdirSync, readdirSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openConnection } from "@graft/core/connections/open-connection";
import type { GraftError } from "@graft/core/domain/errors";
import type { DeliveryState } from "@graft/core/platforms/delivery";
import { importArchive } from "@graft/services/archives/import-archive";
import {
	type DeployedExtension,
	deployExtension,
} from "@graft/services/deliveries/deploy-extension";
import { listDeployments } from "@graft/services/deliveries/list-deployments";
import {
	previewDeployment,
	type ShownDeployment,
} from "@graft/services/deliveries/preview-deployment";
import { type OpenContext, openContext } from "@graft/services/open-context";
import { expect } from "vitest";
import { ocsFiles } from "../builders/ocs-files.ts";
import { makeZip } from "../builders/zip.ts";
import { type DownloadServer, startDownloadServer } from "./download-server.ts";
import { type Mariadb, makeOcsDatabase, startMariadb } from "./mariadb.ts";

/** What every test here deploys. */
export const id = "probe";

type Input = Parameters<typeof previewDeployment>[0]["input"];
export type Given = Omit<Input, "id" | "to">;
export const all = { kind: "all" } as const;
export const machines = (...names: string[]) => ({ kind: "machines" as const, names });

/** A MariaDB with OCS's schema, for all tests of a file. */
export async function startOcsDatabase(): Promise<Mariadb> {
	const server = await startMariadb();
	await makeOcsDatabase(server, "ocsweb");
	await server.root(
		"create user 'ocs'@'127.0.0.1' identified by 'ocs'; grant all on ocsweb.* to 'ocs'@'127.0.0.1'",
	);
	return server;
}

/** For one test: an instance of Graft with an extension, a folder of packages that is served, machines and a group. */
export interface DeploymentPlace {
	readonly folder: string;
	readonly served: DownloadServer;
	readonly ctx: OpenContext;
	readonly env: NodeJS.ProcessEnv;
	readonly downloads: string;
	sql(statements: string): Promise<string[][]>;
	setLocations(info: string, fragments: string): Promise<unknown>;
	importVersion(version: string): Promise<unknown>;
	preview(to: Input["to"], given?: Given): Promise<ShownDeployment>;
	/** Looks, and deploys what was shown. */
	deploy(to: Input["to"], given?: Given): Promise<DeployedExtension>;
	list(): Promise<readonly DeliveryState[]>;
	packages(): string[];
	/** Whatever a deployment could leave behind. */
	everything(): Promise<unknown[]>;
	remove(): Promise<void>;
}

export async function makeDeploymentPlace(server: Mariadb): Promise<DeploymentPlace> {
	const folder = await mkdtemp(join(tmpdir(), "graft-deployment-"));
	const downloads = join(folder, "pack", "download");
	for (const name of ["extensions", "pack", "pack/download"]) mkdirSync(join(folder, name));
	const served = await startDownloadServer(downloads, folder);
	const sql = (statements: string) => server.root(statements, "ocsweb");
	const setLocations = (info: string, fragments: string) =>
		sql(`replace into config (NAME, IVALUE, TVALUE) values
			('DOWNLOAD_URI_INFO', 0, '${info}'), ('DOWNLOAD_URI_FRAG', 0, '${fragments}')`);
	await sql(machinesAndGroup(folder));
	await setLocations(served.info, served.fragments);
	const env = {
		GRAFT_HOME: join(folder, "home"),
		EXTENSIONS_DIR: join(folder, "extensions"),
		OCS_DATABASE_URL: server.url("ocs", "ocs", "ocsweb"),
	};
	const ctx = await openContext({
		env,
		actor: { name: "alice", role: "administrator" },
		connect: (address) =>
			openConnection(address, {
				stateFolder: join(folder, "home", "state"),
				knownHosts: join(folder, "known_hosts"),
			}),
	});
	const importVersion = (version: string) => {
		const files = ocsFiles({ version });
		const module = `# ${version}\n${files["agent/Probe.pm"]}`;
		return importArchive({
			ctx,
			input: { bytes: makeZip({ ...files, "agent/Probe.pm": module }) },
		});
	};
	const preview: DeploymentPlace["preview"] = (to, given = {}) =>
		previewDeployment({ ctx, input: { id, to, ...given } });
	await importVersion("1.0");
	return {
		...{ folder, served, ctx, env, downloads, sql, setLocations, importVersion, preview },
		async deploy(to, given = {}) {
			const { plan } = await preview(to, given);
			return deployExtension({ ctx, input: { id, to, ...given, planHash: plan.hash } });
		},
		list: () => listDeployments({ ctx, input: { id } }),
		packages: () => readdirSync(downloads).sort(),
		everything: async () => [
			...readdirSync(join(folder, "pack"), { recursive: true }).sort(),
			...(await sql(
				`select * from config where NAME like 'DOWNLOAD%'; select * from devices; select * from download_enable;
				select * from download_available; select * from download_history`,
			)),
		],
		async remove() {
			await ctx.close();
			await served.stop();
			await rm(folder, { recursive: true, force: true });
		},
	};
}

/** What was refused, whatever the reason. */
export async function refusal(work: Promise<unknown>): Promise<GraftError> {
	const error = await work.then(
		() => new Error("it was not refused"),
		(reason: GraftError) => reason,
	);
	expect(error, error.message).toMatchObject({ name: "GraftError" });
	return error as GraftError;
}

function machinesAndGroup(folder: string): string {
	return `
		delete from hardware; delete from devices; delete from groups_cache;
		delete from download_available; delete from download_enable; delete from download_history;
		update config set IVALUE = 1 where NAME = 'DOWNLOAD';
		update config set TVALUE = '${folder}/pack' where NAME = 'DOWNLOAD_PACK_DIR';
		insert into hardware (ID, DEVICEID, NAME, OSNAME) values
			(1, 'pc1-2026', 'pc1', 'Debian GNU/Linux 12'), (2, 'pc2-2026', 'pc2', 'Microsoft Windows 11 Pro'),
			(3, 'twin-a', 'twin', 'macOS'), (4, 'twin-b', 'twin', 'FreeBSD'),
			(5, 'phone-1', 'phone', 'Android Phone'), (6, 'new-1', 'new', null),
			(7, '_SYSTEMGROUP_', 'Office', null);
		insert into groups_cache (HARDWARE_ID, GROUP_ID, STATIC) values (1, 7, 0), (3, 7, 1), (4, 7, 2);`;
}
