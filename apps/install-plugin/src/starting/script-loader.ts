import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { Script } from "node:vm";

/** As build/scripts.mjs wraps what a script holds. */
type Body = (
	exports: object,
	require: (name: string) => unknown,
	module: { exports: object },
	folder: string,
	url: string,
	importScript: (name: string, modules?: readonly string[]) => Promise<object>,
) => void;

export interface ScriptLoader {
	/** What a script exports. It runs at the first call; what it imports by name runs before it, as modules do. */
	readonly load: (name: string) => object;
	/** Those that were compiled, by their files. */
	readonly scripts: ReadonlyMap<string, Script>;
}

/**
 * Runs the scripts that the build made in `folder`. Node keeps no code that it compiled, so each lies there with V8's code
 * cache; V8 takes none of another version of itself, or with other flags, and compiles then. A cache tells where its script
 * lay when it was made: `shownAs`, where that is to be another folder.
 */
export function scriptLoader(folder: string, shownAs = folder): ScriptLoader {
	const require = createRequire(join(folder, "start.js"));
	const url = pathToFileURL(folder).href;
	const scripts = new Map<string, Script>();
	const loaded = new Map<string, { exports: object }>();

	const compiled = (path: string) => {
		const script = compile(folder + path, shownAs + path);
		scripts.set(folder + path, script);
		return script.runInThisContext();
	};
	const shared: Readonly<Record<string, Body>> = compiled("/shared.js");

	const load = (name: string): object => {
		const known = loaded.get(name);
		if (known !== undefined) return known.exports;
		const module = { exports: {} };
		loaded.set(name, module);
		const path = name.slice(1);
		const body: Body = shared[name] ?? compiled(path);
		body(module.exports, requireScript, module, folder, url + path, importScript);
		return module.exports;
	};
	const requireScript = (name: string) => (name.startsWith("./") ? load(name) : require(name));
	/** `modules` cannot be required, since they wait while they are loaded: they are there before the script runs. */
	const importScript = async (name: string, modules: readonly string[] = []) => {
		if (!name.startsWith("./")) return import(name);
		for (const each of modules) loaded.set(each, { exports: await import(url + each.slice(1)) });
		return load(name);
	};
	return { load, scripts };
}

function compile(file: string, filename: string): Script {
	const source = readFileSync(file, "utf8");
	const cachedData = readIfThere(`${file}.cache`);
	return new Script(source, { filename, ...(cachedData === undefined ? {} : { cachedData }) });
}

function readIfThere(path: string): Buffer | undefined {
	try {
		return readFileSync(path);
	} catch {
		return undefined;
	}
}
