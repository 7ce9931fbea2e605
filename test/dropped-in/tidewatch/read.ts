import type { FileTree } from "@graft/core/domain/archive";
import { type Extension, extensionFormat, type ServerFile } from "@graft/core/domain/extension";
import type { Problem } from "@graft/core/domain/problem";
import type { Reading } from "@graft/core/platforms/platform";
import { tideCodes } from "./codes.ts";

const manifest = "tide.json";
const isGauge = (path: string) => /^gauges\/[a-z]+\.gauge$/.test(path);

interface Manifest {
	readonly id: string;
	readonly version: string;
	readonly name: string;
	readonly install: readonly string[];
	readonly remove: readonly string[];
	readonly tables: readonly string[];
}

export function recognise({ files }: FileTree): boolean {
	return files.has(manifest);
}

export function read({ files }: FileTree): Reading {
	const text = new TextDecoder().decode(files.get(manifest)?.bytes);
	const { id, version, name, install, remove, tables } = JSON.parse(text) as Manifest;
	const gauges: ServerFile[] = [...files.values()]
		.filter(({ path }) => isGauge(path))
		.map(({ path, sha256 }) => ({
			from: path,
			to: `{gauges}/${id}/${path.slice("gauges/".length)}`,
			sha256,
		}));
	const extension: Extension = {
		...{ format: extensionFormat, platform: "tidewatch", id, version, name, own: {} },
		...{ description: "Watches a tide", authors: ["A. Author"], licence: "MIT", claims: [] },
		parts: {
			database: { install, remove, tables },
			server: { files: gauges },
			agents: { windows: [], unix: [] },
		},
	};
	return { extension, problems: gauges.length > 0 ? [] : [noGauge] };
}

const noGauge: Problem = {
	severity: "error",
	code: tideCodes["tide/no-gauge"],
	path: manifest,
	message: "It has no gauge.",
	hint: "Put at least one into gauges/.",
};
