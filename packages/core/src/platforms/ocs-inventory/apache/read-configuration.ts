import type { Connection } from "../../../connections/connection.ts";
import { GraftError } from "../../../domain/errors.ts";
import { type Directive, expand, matches, parseDirectives, parseEnvvars } from "./directives.ts";
import { basename, dirname, resolve } from "./paths.ts";

/** What a server's files may make us read, so that no configuration can keep us busy. */
const limits = { files: 500, depth: 10, bytes: 1024 * 1024 };

/** What Apache's configuration says, in the order in which Apache would read it. */
export interface Configuration {
	readonly serverRoot: string;
	/** `expand`ed; `host` numbers the virtual hosts from 1 on, and is 0 for the main server. */
	readonly directives: readonly (Directive & { readonly host: number })[];
	/** From the `envvars` beside the configuration, where there is one. */
	readonly environment: ReadonlyMap<string, string>;
	/** Included files that are there and that we may not read. */
	readonly unreadable: readonly string[];
}

interface Walk {
	readonly connection: Connection;
	readonly variables: Map<string, string>;
	readonly directives: (Directive & { readonly host: number })[];
	readonly unreadable: string[];
	readonly ahead: Ahead;
	serverRoot: string;
	filesLeft: number;
	/** The virtual host that we are in; 0 for none. */
	host: number;
	hosts: number;
}

/** What was asked for before its turn, because over SSH the round trips are the cost. Each is used once. */
interface Ahead {
	/** By the path of an Include. */
	readonly paths: Map<string, Promise<readonly string[]>>;
	/** By the path of a file. */
	readonly texts: Map<string, Promise<ReadText>>;
	/** Includes and files that may still be asked for so. */
	left: number;
}

/**
 * Reads `file` and what it includes; conditions such as IfModule are taken as true. undefined where there is no such file.
 * https://httpd.apache.org/docs/2.4/mod/core.html#include
 */
export async function readConfiguration(
	connection: Connection,
	file: string,
	serverRoot: string,
): Promise<Configuration | undefined> {
	const folder = dirname(file);
	const [main, envvars] = await Promise.all([
		readText(connection, file),
		readText(connection, `${folder}/envvars`),
	]);
	if (main.text === undefined && !main.denied) return undefined;
	const environment = parseEnvvars(envvars.text ?? "", basename(folder));
	const walk: Walk = {
		connection,
		variables: new Map(environment),
		directives: [],
		unreadable: [main, envvars].filter(({ denied }) => denied).map(({ path }) => path),
		ahead: { paths: new Map(), texts: new Map(), left: limits.files },
		serverRoot,
		filesLeft: limits.files,
		host: 0,
		hosts: 0,
	};
	await follow(walk, main.text ?? "", 0);
	return {
		serverRoot: walk.serverRoot,
		directives: walk.directives,
		environment,
		unreadable: walk.unreadable,
	};
}

async function follow(walk: Walk, text: string, depth: number): Promise<void> {
	const directives = parseDirectives(text);
	if (depth < limits.depth) lookAhead(walk, directives);
	for (const { name, args: written } of directives) {
		const args = written.map((argument) => expand(argument, walk.variables));
		const [first = "", second = ""] = args;
		if (name === "define") walk.variables.set(first, second);
		else if (name === "serverroot") walk.serverRoot = resolve(walk.serverRoot, first);
		else if (name === "<virtualhost") walk.host = ++walk.hosts;
		else if (name === "</virtualhost") walk.host = 0;
		else if (name === "include" || name === "includeoptional") {
			if (depth < limits.depth) await include(walk, resolve(walk.serverRoot, first), depth);
		} else walk.directives.push({ name, args, host: walk.host });
	}
}

/** Asks for all that these Includes name, as far as it can be told before what stands above them was followed. */
function lookAhead({ connection, ahead, serverRoot, variables }: Walk, text: Directive[]): void {
	for (const { name, args } of text) {
		if (name !== "include" && name !== "includeoptional") continue;
		const pattern = resolve(serverRoot, expand(args[0] ?? "", variables));
		if (ahead.left <= 0 || pattern.includes("${") || ahead.paths.has(pattern)) continue;
		ahead.left -= 1;
		const paths = filesOf(connection, pattern);
		ahead.paths.set(pattern, paths);
		const readThem = async (): Promise<void> => {
			const some = (await paths).slice(0, Math.max(0, ahead.left));
			ahead.left -= some.length;
			for (const path of some) {
				const read = ahead.texts.get(path) ?? readText(connection, path);
				ahead.texts.set(path, read);
				read.catch(() => undefined);
			}
		};
		// Whoever needs it hears of a failure; it may also never be needed.
		readThem().catch(() => undefined);
	}
}

/** Files of one Include are fetched together, and followed one after the other: a later one may overrule. */
async function include(walk: Walk, pattern: string, depth: number): Promise<void> {
	const { connection, ahead } = walk;
	const paths = await (ahead.paths.get(pattern) ?? filesOf(connection, pattern));
	ahead.paths.delete(pattern);
	const allowed = paths.slice(0, walk.filesLeft);
	walk.filesLeft -= allowed.length;
	const texts = await Promise.all(
		allowed.map((path) => ahead.texts.get(path) ?? readText(connection, path)),
	);
	for (const path of allowed) ahead.texts.delete(path);
	for (const { path, text, denied } of texts) {
		if (denied) walk.unreadable.push(path);
		await follow(walk, text ?? "", depth + 1);
	}
}

/** Every file that the pattern stands for, in Apache's order; a folder stands for all files below it. */
function filesOf(connection: Connection, pattern: string): Promise<string[]> {
	return filesIn(connection, "", pattern.split("/").filter(Boolean));
}

async function filesIn(
	connection: Connection,
	base: string,
	segments: readonly string[],
): Promise<string[]> {
	const at = segments.findIndex((segment) => /[*?[]/.test(segment));
	if (at < 0) return await filesAt(connection, [base, ...segments].join("/"), 0);
	const folder = [base, ...segments.slice(0, at)].join("/");
	const entries = (await connection.list(folder || "/")) ?? [];
	const rest = segments.slice(at + 1);
	const found = await Promise.all(
		entries
			.filter((entry) => matches(segments[at] ?? "", entry.name))
			.map(async (entry) => {
				const path = `${folder}/${entry.name}`;
				return entry.kind === "file" && rest.length === 0
					? [path]
					: await filesIn(connection, path, rest);
			}),
	);
	return found.flat();
}

async function filesAt(connection: Connection, path: string, depth: number): Promise<string[]> {
	const stat = await connection.stat(path);
	if (stat?.kind === "file") return [path];
	return stat?.kind === "folder" ? await filesBelow(connection, path, depth) : [];
}

/** All files below a folder, as Apache's Include of a folder takes them: of any name. */
export async function filesBelow(
	connection: Connection,
	folder: string,
	depth = 0,
): Promise<string[]> {
	if (depth > limits.depth) return [];
	const entries = (await connection.list(folder)) ?? [];
	const found = await Promise.all(
		entries.map(async (entry) => {
			const path = `${folder}/${entry.name}`;
			return entry.kind === "file" ? [path] : await filesAt(connection, path, depth + 1);
		}),
	);
	return found.flat().slice(0, limits.files);
}

interface ReadText {
	readonly path: string;
	readonly text: string | undefined;
	/** The file is there, and we may not read it. */
	readonly denied: boolean;
}

async function readText(connection: Connection, path: string): Promise<ReadText> {
	try {
		const bytes = await connection.read(path, limits.bytes);
		return { path, text: bytes && new TextDecoder().decode(bytes), denied: false };
	} catch (error) {
		if (!(error instanceof GraftError) || error.kind === "unreachable") throw error;
		return { path, text: undefined, denied: true };
	}
}
