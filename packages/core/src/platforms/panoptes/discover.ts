import type { Connection } from "../../connections/connection.ts";
import { GraftError } from "../../domain/errors.ts";
import type { Problem } from "../../domain/problem.ts";
import type { Facts } from "../../drivers/files/wanted.ts";
import type { Given } from "../place.ts";
import { isTrustedProgram, ownUid } from "../trusted-program.ts";
import { panoptesCodes } from "./codes.ts";
import { type Ini, parseIni } from "./ini.ts";
import { option, type PluginKind } from "./plugin.ts";

const kinds: readonly PluginKind[] = ["discovery", "enrichment", "polling"];
const usualConfiguration = "/home/panoptes/conf/panoptes.ini";

/**
 * Where plugins lie: from panoptes.ini (its usual place, or the folder given), else the given folder itself.
 * Facts about the ini and its paths: docs/platforms/panoptes.md.
 */
export async function discover(connection: Connection, given: Given): Promise<Facts> {
	const folder = given.serverDir?.replace(/(?<=.)\/+$/, "");
	const candidates = folder
		? [`${folder}/panoptes.ini`, `${folder}/conf/panoptes.ini`]
		: [usualConfiguration];
	for (const candidate of candidates) {
		const text = await connection.read(candidate);
		if (text)
			return await fromConfiguration(
				connection,
				candidate,
				parseIni(new TextDecoder().decode(text)).ini,
			);
	}
	if (!folder)
		throw new GraftError("not-found", `There is no ${usualConfiguration} on ${connection.label}.`, {
			hint: "Name the folder of panoptes.ini, or the folder that Panoptes scans for plugins: --server-dir.",
		});
	if ((await connection.stat(folder))?.kind !== "folder")
		throw new GraftError("not-found", `There is no folder ${folder} on ${connection.label}.`, {
			hint: "Panoptes starts nothing while a listed folder is missing; name one that is there: --server-dir.",
		});
	return await facts(
		connection,
		{ discovery: folder, enrichment: folder, polling: folder },
		[],
		[],
	);
}

async function fromConfiguration(connection: Connection, path: string, ini: Ini): Promise<Facts> {
	const listed = kinds.map((kind) => ({
		kind,
		paths: split(option(ini, kind, "plugins_paths") ?? ""),
	}));
	const missing: Problem[] = [];
	for (const folder of new Set(listed.flatMap(({ paths }) => paths)))
		if ((await connection.stat(folder))?.kind !== "folder")
			missing.push({
				severity: "warning",
				code: panoptesCodes["panoptes/path-missing"],
				path: folder,
				message: `${path} lists ${folder}, which is not there: no process of Panoptes starts like this.`,
				hint: "Make the folder, or take it out of panoptes.ini.",
				part: "server",
			});
	const first = Object.fromEntries(
		listed.flatMap(({ kind, paths }) => (paths[0] ? [[kind, paths[0]]] : [])),
	);
	if (Object.keys(first).length === 0)
		throw new GraftError("not-found", `${path} on ${connection.label} lists no plugins_paths.`, {
			hint: "Set plugins_paths in [discovery], [enrichment] and [polling], or name the folder: --server-dir.",
		});
	const notes = listed
		.filter(({ paths }) => paths.length > 1)
		.map(
			({ kind, paths }) =>
				`[${kind}] lists ${paths.length} folders; the first one is used: ${paths[0]}`,
		);
	return await facts(connection, first, notes, missing);
}

function split(paths: string): string[] {
	return paths
		.split(/[,\n]/)
		.map((path) =>
			path
				.trim()
				.replace(/^["']|["']$/g, "")
				.replace(/(?<=.)\/+$/, ""),
		)
		.filter((path) => path.startsWith("/"));
}

async function facts(
	connection: Connection,
	folders: Readonly<Record<string, string>>,
	notes: readonly string[],
	problems: readonly Problem[],
): Promise<Facts> {
	const home = folders.polling ?? Object.values(folders)[0] ?? "";
	return {
		folders: Object.fromEntries(
			Object.entries(folders).map(([kind, folder]) => [`${kind}Dir`, folder]),
		),
		values: { python: await findPython(connection) },
		home,
		// Beside the scanned folder, never in it: the loader reads everything below.
		workFolder: `${home.replace(/\/[^/]+$/, "")}/.graft`,
		notes,
		problems,
	};
}

/** The Python that runs Panoptes here, else one that has its loader, else any; "" where no command can be run. */
async function findPython(connection: Connection): Promise<string> {
	if (!(await connection.hasShell())) return "";
	const { stdout } = await connection.run(["ps", "-eo", "args"]);
	const running = stdout.split("\n").find((line) => /^\S*python[0-9.]*\s.*panoptes/.test(line));
	const program = running?.split(/\s/)[0] ?? "";
	// Anybody can start a process of that name.
	if (await isTrustedProgram(connection, program, await ownUid(connection))) return program;
	for (const python of ["python3", "/usr/bin/python3"])
		if ((await connection.run([python, "-c", "import yapsy"])).code === 0) return python;
	return "python3";
}
