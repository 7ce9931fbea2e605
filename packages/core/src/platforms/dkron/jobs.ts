import type { FileTree } from "../../domain/archive.ts";

/** A job that comes with a plugin, to show how it is used. */
export interface JobSample {
	readonly path: string;
	readonly name: string;
	/** Plugins that it names. */
	readonly uses: Uses;
	/** Settings that Dkron's API would refuse: each value of a plugin's settings must be text. */
	readonly notText: readonly string[];
}

export interface Uses {
	readonly executor: string;
	readonly processors: readonly string[];
}

export interface JobsFound {
	readonly jobs: readonly JobSample[];
	/** Called as a job is, and no JSON. */
	readonly unreadable: readonly string[];
}

/** JSON objects with what only a job has; other JSON is none of ours. */
export function findJobs(tree: FileTree): JobsFound {
	const jobs: JobSample[] = [];
	const unreadable: string[] = [];
	for (const { path, bytes } of tree.files.values()) {
		if (!/\.json$/i.test(path)) continue;
		const value = parsed(bytes);
		if (value === undefined) {
			if (/job/i.test(path)) unreadable.push(path);
			continue;
		}
		const job = jobIn(path, value);
		if (job !== undefined) jobs.push(job);
	}
	return { jobs, unreadable };
}

function parsed(bytes: Uint8Array): unknown {
	try {
		return JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes));
	} catch {
		return undefined;
	}
}

function jobIn(path: string, value: unknown): JobSample | undefined {
	if (!isObject(value) || typeof value.schedule !== "string") return undefined;
	if (value.executor === undefined && value.processors === undefined) return undefined;
	return {
		path,
		name: typeof value.name === "string" ? value.name : "",
		uses: usesOf(value),
		notText: [
			...notTextIn("executor_config", value.executor_config),
			...Object.entries(isObject(value.processors) ? value.processors : {}).flatMap(
				([name, settings]) => notTextIn(`processors.${name}`, settings),
			),
		],
	};
}

/** Which plugins a job names; of data that nobody has checked. */
export function usesOf(job: Readonly<Record<string, unknown>>): Uses {
	return {
		executor: typeof job.executor === "string" ? job.executor : "",
		processors: isObject(job.processors) ? Object.keys(job.processors) : [],
	};
}

function notTextIn(where: string, settings: unknown): string[] {
	if (settings === undefined || settings === null) return [];
	if (!isObject(settings)) return [where];
	return Object.entries(settings)
		.filter(([, value]) => typeof value !== "string")
		.map(([key]) => `${where}.${key}`);
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}
