import type { Connection } from "../../connections/connection.ts";
import { GraftError } from "../../domain/errors.ts";
import type { Given } from "../place.ts";
import type { ApacheServer, Found } from "./apache/find-servers.ts";
import { basename, dirname, tidy } from "./apache/paths.ts";

export interface PluginFolders {
	readonly perlDir: string;
	readonly confDir: string;
	/** Folders from which on others may be made, and taken away again. */
	readonly perlWithin: string;
	readonly confWithin: string;
	readonly perlStaging: string;
	/** The Apache that names these folders. */
	readonly apache: ApacheServer | null;
	readonly notes: readonly string[];
}

interface Chosen {
	readonly perlDir: string;
	readonly confDir: string;
	readonly apache: ApacheServer | null;
	readonly notes: readonly string[];
}

/** Throws GraftError where there is nothing, where there is a choice, and where the given folder cannot be right. */
export async function chooseFolders(
	connection: Connection,
	given: Given,
	found: Found,
): Promise<PluginFolders> {
	const chosen =
		given.serverDir === undefined
			? fromApache(connection, found)
			: await fromFolder(connection, given.serverDir, found);
	const [perl, conf] = await Promise.all([
		connection.stat(chosen.perlDir),
		connection.stat(chosen.confDir),
	]);
	const missing = [...(conf ? [] : [chosen.confDir]), ...(perl ? [] : [chosen.perlDir])];
	return {
		...chosen,
		perlWithin: perl ? chosen.perlDir : dirname(chosen.perlDir),
		confWithin: conf ? chosen.confDir : dirname(chosen.confDir),
		// A folder that is yet to be made lies beside the work folder, and so on its file system.
		perlStaging: tidy(`${perl ? chosen.perlDir : dirname(chosen.confDir)}/.graft`),
		notes: [
			...chosen.notes,
			...(missing.length > 0
				? [`Made by the plan, because not there yet: ${missing.join(", ")}.`]
				: []),
		],
	};
}

function serving(
	found: Found,
): (ApacheServer & { plugins: { perlDir: string; confDir: string } })[] {
	return found.servers.flatMap((server) =>
		server.plugins ? [{ ...server, plugins: server.plugins }] : [],
	);
}

function fromApache(connection: Connection, found: Found): Chosen {
	const candidates = serving(found);
	const places = new Set(candidates.map(({ plugins }) => `${plugins.confDir}\n${plugins.perlDir}`));
	// Two configurations of one place: the one that runs is the one to reload.
	const apache = candidates.find(({ running }) => running) ?? candidates[0];
	if (!apache)
		throw new GraftError(
			"not-found",
			`No Apache configuration on ${connection.label} names OCS Inventory's plugin folders (OCS_PLUGINS_CONF_DIR, OCS_PLUGINS_PERL_DIR).`,
			{
				hint: `Looked at ${found.lookedAt.join(", ")}, and what they include. Name the folder that holds plugins/ and perl/: --server-dir, for instance /etc/ocsinventory-server.`,
			},
		);
	if (places.size > 1)
		throw new GraftError(
			"refused",
			`Several OCS Inventory servers were found on ${connection.label}: ${candidates.map(({ configFile, plugins }) => `${plugins.confDir} (of ${configFile})`).join(", ")}.`,
			{ hint: "Say which one: --server-dir with the folder that holds its plugins folder." },
		);
	return { ...apache.plugins, apache, notes: [] };
}

async function fromFolder(connection: Connection, given: string, found: Found): Promise<Chosen> {
	const folder = tidy(given);
	if (!folder.startsWith("/") || folder.split("/").includes("..") || /\p{Cc}/u.test(folder))
		throw new GraftError("usage", `${JSON.stringify(given)} is not an absolute path.`, {
			hint: "Give --server-dir from the root on, such as /etc/ocsinventory-server.",
		});
	const confDir = tidy(`${folder}/plugins`);
	const [stat, entries] = await Promise.all([connection.stat(folder), connection.list(folder)]);
	if (stat?.kind !== "folder" || !entries)
		throw new GraftError("not-found", `There is no folder ${folder} on ${connection.label}.`, {
			hint: "Give the folder that holds the server's plugins folder: --server-dir, for instance /etc/ocsinventory-server. A new, empty one will do, too.",
		});
	const named = serving(found).filter(({ plugins }) => plugins.confDir === confDir);
	const apache = named.find(({ running }) => running) ?? named[0];
	if (apache) return { ...apache.plugins, apache, notes: [] };
	// What the plan would make, or an earlier one left; /etc has a perl of its own, and much else.
	const others = entries.filter(({ name }) => name !== ".graft" && name !== "perl");
	if (others.length > 0 && !others.some(({ name }) => name === "plugins"))
		throw new GraftError("refused", `${folder} on ${connection.label} has no plugins folder.`, {
			hint:
				basename(folder) === "plugins"
					? `Give the folder above it: --server-dir ${dirname(folder)}.`
					: "Give the folder that holds plugins/ and perl/, or a new, empty one.",
		});
	return {
		confDir,
		perlDir: tidy(`${folder}/perl`),
		apache: null,
		notes: [
			`No Apache configuration that can be read here names ${confDir}: make sure that OCS_PLUGINS_CONF_DIR and OCS_PLUGINS_PERL_DIR do.`,
		],
	};
}
