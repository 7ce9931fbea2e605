import type { Extension } from "../../domain/extension.ts";
import type { Problem } from "../../domain/problem.ts";
import { loongcollectorCodes as codes } from "./codes.ts";
import { checkFragment } from "./entry-rules.ts";
import { error, warning } from "./found.ts";
import type { Fragment } from "./fragment.ts";
import { isImportPath, isModulePath, isWithin } from "./import-path.ts";
import { api, type GoModule, reachedFrom, wrongRoot } from "./module.ts";

/* What the collector's builder does in each case stands in docs/platforms/loongcollector.md. */

export function checkModule(
	module: GoModule,
	fragment: Fragment,
	imported: string | null,
): Problem[] {
	const { mod } = module;
	return [
		...mod.unreadable.map((line) =>
			error(
				"loongcollector/go-mod-unreadable",
				"go.mod",
				`Line ${line} of go.mod is none that Go knows.`,
				"Correct it: `go mod verify` reads the file as the builder does.",
			),
		),
		...checkName(mod.module),
		...checkFragment(module, fragment),
		...wrongPaths(module),
		...checkImport(module, fragment, imported),
	];
}

function checkName(module: string): Problem[] {
	if (!isModulePath(module))
		return [
			error(
				"loongcollector/bad-module",
				"go.mod",
				`"${module}" cannot be the path of a module that others import.`,
				"Name it by a domain and a path, such as example.org/you/plugins: letters, digits, - . _ ~ and / only.",
			),
		];
	const id = module.split("/").findLast((each) => !/^v\d+$/.test(each)) ?? "";
	return id.length <= 64 && /^[A-Za-z0-9_]/.test(id) && !id.includes("~")
		? []
		: [
				error(
					"loongcollector/bad-id",
					"go.mod",
					`"${id}" is too long, or has characters that not every server takes.`,
					"End the module's path with letters, digits, _, . and - only, 64 at most.",
				),
			];
}

function wrongPaths({ mod, packages }: GoModule): Problem[] {
	const isWrong = (path: string) => path === wrongRoot || path.startsWith(`${wrongRoot}/`);
	const named = [
		...mod.requires.map((path) => ({ path, from: "go.mod" })),
		...[...packages.values()].flatMap(({ imports }) => imports),
	];
	return named
		.filter(({ path }) => isWrong(path))
		.map(({ path, from }) =>
			error(
				"loongcollector/wrong-package-path",
				from,
				`${path} is named after the repository: the collector's own go.mod declares ${api}, and Go finds no other.`,
				`Write ${path.replace(wrongRoot, "github.com/alibaba/ilogtail")} instead.`,
			),
		);
}

function checkImport(
	{ mod, packages }: GoModule,
	{ path }: Fragment,
	imported: string | null,
): Problem[] {
	if (imported === null)
		return [
			error(
				"loongcollector/import-unclear",
				"go.mod",
				"No package lies at the module's root, and not just one registers plugins: nobody can tell which one is to be imported.",
				"Add a file all.go at the root that imports each, or an external_plugins.yml that names one.",
			),
		];
	if (!isImportPath(imported) || !isWithin(mod.module, imported))
		return [
			error(
				"loongcollector/bad-import",
				path || "go.mod",
				`"${imported}" is no import path of this module: the builder would write it into Go code as it is.`,
				"Name a package of the module, with nothing behind it: in YAML a comment begins with #.",
			),
		];
	const folder = imported === mod.module ? "" : imported.slice(mod.module.length + 1);
	return packages.has(folder)
		? []
		: [
				error(
					"loongcollector/import-missing",
					path || "go.mod",
					`There is no package ${imported} in the archive.`,
					"Add it, or name one that is there.",
				),
			];
}

export function checkTypes(
	module: GoModule,
	imported: string | null,
	{ path }: Fragment,
): Problem[] {
	const all = [...module.packages].flatMap(([folder, { types }]) =>
		types.map((type) => ({ ...type, folder })),
	);
	const unnamed = [...module.packages.values()].flatMap((each) => each.unnamed);
	if (all.length + unnamed.length === 0)
		return [
			error(
				"loongcollector/no-plugin",
				"go.mod",
				"No file of the module registers a plugin.",
				"Call pipeline.AddProcessorCreator, or the one of another kind, in a function init.",
			),
		];
	const reached = reachedFrom(module, imported ?? "");
	const twice = all.filter((type, at) =>
		all.slice(0, at).some(({ kind, name }) => kind === type.kind && name === type.name),
	);
	const missed = reached.size === 0 ? [] : all.filter(({ folder }) => !reached.has(folder));
	return [
		...unnamed.map(
			(from): Problem => ({
				severity: "info",
				code: codes["loongcollector/type-unnamed"],
				path: from,
				message: `${from} registers a type whose name is worked out when it runs: nobody can tell which.`,
				hint: "Write the name there, or a constant of it, to have it compared with others and looked for in the library.",
			}),
		),
		...twice.map(({ kind, name, from }) =>
			error(
				"loongcollector/duplicate-type",
				from,
				`The ${kind} ${name} is registered twice: the last one wins, and nothing is said.`,
				"Give each its own name.",
			),
		),
		...missed.map(({ kind, name, from }) =>
			warning(
				"loongcollector/not-imported",
				path || from,
				`The ${kind} ${name} of ${from} is not brought in by importing ${imported}: no pipeline would find it.`,
				"Import its package there, or accept this.",
			),
		),
	];
}

export function checkNeighbours(extension: Extension, neighbours: readonly Extension[]): Problem[] {
	const own = new Set(extension.claims.map(({ value }) => value));
	return neighbours
		.filter(({ platform, id }) => platform === extension.platform && id !== extension.id)
		.flatMap(({ id, claims }) =>
			claims
				.filter(({ value }) => own.has(value))
				.map(({ value }) =>
					warning(
						"loongcollector/name-taken",
						"",
						`The extension "${id}" registers the ${value} too: in one collector, the last one wins and nothing is said.`,
						`Uninstall "${id}" from the server first, or give the plugin another name.`,
					),
				),
		);
}
