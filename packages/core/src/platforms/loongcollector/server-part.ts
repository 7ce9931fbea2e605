import type { FileTree } from "../../domain/archive.ts";
import type { Extension } from "../../domain/extension.ts";
import type { RunCheck } from "../../domain/plan.ts";
import type { Problem } from "../../domain/problem.ts";
import type { Facts, PlacedFile, ServerPart } from "../../drivers/files/wanted.ts";
import { artefact, builderArgv, generated, rewritten, timeoutMs } from "./builder.ts";
import { loongcollectorCodes as codes } from "./codes.ts";
import { categories, type Entry, writeEntry } from "./entry.ts";
import { addEntry, takeEntry } from "./plugin-list.ts";

export function serverPart(extension: Extension, tree: FileTree, facts: Facts): ServerPart {
	const { home, folders, workFolder } = facts;
	const entry = entryOf(extension, facts);
	return {
		files: extension.parts.server.files.map((file) => placed(file, tree, facts)),
		shared: [
			{
				target: `${home}/external_plugins.yml`,
				...{ staging: workFolder, within: home, mode: 0o644 },
				why: "names the module to the collector's builder",
				entry: entry && writeEntry(entry),
				...{ add: addEntry, take: takeEntry },
			},
		],
		build: {
			target: `${home}/${artefact}`,
			argv: builderArgv(home, facts.values.baseVersion ?? ""),
			staging: workFolder,
			within: home,
			rewrites: rewritten.map((path) => `${home}/${path}`),
			timeoutMs,
			failed: "the collector's plugins cannot be built",
			why: "builds the collector's library of plugins by its own script: this compiles what external_plugins.yml names, and may take many minutes",
		},
		checks: entry === null ? [] : checksOf(entry, extension, home),
		checksAfterRemoval: [],
		reload: null,
		notes: notesOn(extension, facts),
		problems: taken(extension, facts, folders.pluginsDir ?? ""),
	};
}

/** null where only a receipt knows of the extension. */
function entryOf({ id, own }: Extension, { folders }: Facts): Entry | null {
	const [module] = own.module ?? [];
	const [imported] = own.import ?? [];
	const category = categories.find((each) => own.category?.[0] === each);
	if (module === undefined || imported === undefined || category === undefined) return null;
	const version = own.version?.[0] ?? "v0.0.0";
	return { category, module, version, import: imported, path: `${folders.pluginsDir}/${id}` };
}

function placed(
	{ from, to, sha256 }: Extension["parts"]["server"]["files"][number],
	tree: FileTree,
	{ folders, home }: Facts,
): PlacedFile {
	const source = tree.files.get(from);
	if (!source) throw new Error(`the tree has no ${from}`);
	const beside = home.replace(/\/[^/]+$/, "");
	return {
		target: to.replace("{pluginsDir}", folders.pluginsDir ?? ""),
		...{ bytes: source.bytes, sha256, mode: 0o644 },
		staging: `${beside}/.graft`,
		within: beside || "/",
		why: "of the module, which lies beside the source tree",
	};
}

/** Of what was generated and built: each type by its name in the program's own bytes. */
function checksOf(entry: Entry, { own }: Extension, home: string): RunCheck[] {
	const list = generated[entry.category];
	const imported: RunCheck = {
		kind: "check",
		target: `${home}/${list}`,
		argv: ["grep", "-qF", "--", `_ "${entry.import}"`, `${home}/${list}`],
		failed: `the builder did not write the import of ${entry.import} into ${list}`,
		why: "looks for the import in what the builder generated",
	};
	const isBuilt = entry.category === "common" || entry.category === "linux";
	const inLibrary = (own.types ?? []).map((type): RunCheck => {
		const name = type.slice(type.indexOf(" ") + 1);
		return {
			kind: "check",
			target: `${home}/${artefact}`,
			argv: ["grep", "-qaF", "--", name, `${home}/${artefact}`],
			failed: `the ${type} is not in the library that was built`,
			why: `looks for the ${type} in the library`,
		};
	});
	return [imported, ...(isBuilt ? inLibrary : [])];
}

function notesOn({ own, id }: Extension, { values }: Facts): string[] {
	const others = registered(values.external)
		.filter(({ owner }) => owner !== id)
		.map(({ owner, type }) => `${type} (${owner})`);
	const before = registered(values.external)
		.filter(({ owner }) => owner === id)
		.map(({ type }) => type);
	const text = (types: readonly string[]) => (types.length === 0 ? "nothing" : types.join(", "));
	return [
		`${id} brings ${text(own.types ?? [])}. Until now, ${text(before)} of it is registered here, and ${text(others)} of other modules.`,
		`The base version is ${values.baseVersion}.`,
		"The collector loads the library when it is started with it: taking it to where collectors run is not part of this.",
	];
}

/** Upstream's own and those of other modules that lie here: the last one registered wins, silently. */
function taken({ own, id }: Extension, { values }: Facts, pluginsDir: string): Problem[] {
	const there = [
		...(values.upstream ?? "").split("\n").map((type) => ({ type, by: "the collector itself" })),
		...registered(values.external)
			.filter(({ owner }) => owner !== id)
			.map(({ type, owner }) => ({ type, by: `${pluginsDir}/${owner}` })),
	];
	return (own.types ?? []).flatMap((type) =>
		there
			.filter((each) => each.type === type)
			.map(
				({ by }): Problem => ({
					severity: "error",
					code: codes["loongcollector/type-registered"],
					path: "",
					message: `The ${type} is registered by ${by} already: the last one would win, and nothing would be said.`,
					hint: "Give the plugin another name.",
				}),
			),
	);
}

function registered(text = ""): { owner: string; type: string }[] {
	return text.split("\n").flatMap((line) => {
		const [owner, type] = line.split("\t");
		return owner && type ? [{ owner, type }] : [];
	});
}
