#!/usr/bin/env node
// Stands in for Prisma's native schema engine, which its CLI would download: speaks the same JSON-RPC
// over stdin and stdout, and answers from the engine's WebAssembly build on npm. SQLite only.
// prisma.config.ts names it; `prisma generate`, `migrate dev`, `deploy`, `status` and `diff` work.
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";

const root = join(import.meta.dirname, "..");
// The adapter is a dependency of packages/database, the engine and the CLI of the root.
const resolvers = ["packages/database/package.json", "package.json"].map((path) =>
	createRequire(join(root, path)),
);

function locate(name) {
	for (const { resolve: find } of resolvers) {
		try {
			return find(name);
		} catch {}
	}
	throw new Error(`${name} is not installed: run npm install`);
}

const load = (name) => import(pathToFileURL(locate(name)).href);

const { values, positionals } = parseArgs({
	allowPositionals: true,
	strict: false,
	options: {
		datamodels: { type: "string", multiple: true, default: [] },
		datasource: { type: "string", default: "{}" },
		"enabled-preview-features": { type: "string" },
		"extension-types": { type: "string" },
	},
});
const { url } = JSON.parse(values.datasource);
const file =
	url === undefined ? ":memory:" : resolve(String(url.value ?? url).replace(/^file:/, ""));

/** `executeRaw` takes one statement; the engine hands it whole migration files. */
function takingScripts(adapter) {
	const one = adapter.executeRaw.bind(adapter);
	adapter.executeRaw = async (query) => {
		if (query.args?.length) return one(query);
		await adapter.executeScript(query.sql);
		return 0;
	};
	return adapter;
}

async function startEngine() {
	const glue = locate("@prisma/schema-engine-wasm/schema_engine_bg");
	const engine = await import(pathToFileURL(glue).href);
	const module = new WebAssembly.Module(readFileSync(join(dirname(glue), "schema_engine_bg.wasm")));
	const instance = new WebAssembly.Instance(module, { "./schema_engine_bg.js": engine });
	engine.__wbg_set_wasm(instance.exports);
	instance.exports.__wbindgen_start();
	globalThis.PRISMA_WASM_PANIC_REGISTRY = {
		set_message: (message) => process.stderr.write(`${message}\n`),
	};

	const { bindMigrationAwareSqlAdapterFactory } = await load("@prisma/driver-adapter-utils");
	const { PrismaBetterSqlite3 } = await load("@prisma/adapter-better-sqlite3");
	if (file !== ":memory:") mkdirSync(dirname(file), { recursive: true });
	const factory = new PrismaBetterSqlite3({ url: file });
	const bound = bindMigrationAwareSqlAdapterFactory({
		provider: factory.provider,
		adapterName: factory.adapterName,
		connect: async () => takingScripts(await factory.connect()),
		connectToShadowDb: async () => takingScripts(await factory.connectToShadowDb()),
	});
	const datamodels = values.datamodels.map((path) => [path, readFileSync(path, "utf8")]);
	const schema = datamodels.length > 0 ? { datamodels } : {}; // It panics on an empty list.
	return {
		engine: await engine.SchemaEngine.new(schema, () => {}, bound),
		errors: bound.errorRegistry,
	};
}

/** The WebAssembly build fails on a database without a history table; an empty one is meant. */
async function call({ engine, errors }, { method, params }) {
	const name = method === "getDatabaseVersion" ? "version" : method;
	try {
		return await engine[name](params);
	} catch (error) {
		const registered = /External error id#(\d+)/.exec(error.message)?.[1];
		if (registered !== undefined) {
			throw errors.consumeError(Number(registered))?.error ?? error;
		}
		if (error.code !== "P1014" || !error.message.includes("_prisma_migrations")) throw error;
		await engine.applyMigrations({
			migrationsList: { ...params.migrationsList, migrationDirectories: [] },
			filters: params.filters,
		});
		return await engine[name](params);
	}
}

const send = (message) =>
	process.stdout.write(`${JSON.stringify({ jsonrpc: "2.0", ...message })}\n`);

let running;
async function answer({ id, method, params }) {
	try {
		if (method === "createDatabase") return send({ id, result: { databaseName: "main" } });
		running ??= startEngine();
		const result = await call(await running, { method, params });
		if (method !== "diff" || result.stdout == null) return send({ id, result: result ?? {} });
		send({ id: 1e9, method: "print", params: { content: result.stdout } });
		send({ id, result: { exitCode: result.exitCode, stdout: null } });
	} catch (error) {
		const message = String(error.message ?? error);
		const data = {
			is_panic: false,
			message,
			meta: error.meta ?? null,
			error_code: error.code ?? "P3000",
		};
		send({ id, error: { code: 4466, message, data } });
	}
}

/** The engine's other face: `cli <command>`, which answers by one log line and its exit code. */
async function runCommand(command) {
	const end = (level, fields) => {
		const line = { level, target: "schema_engine::logger", fields };
		process.stderr.write(`{}\n${JSON.stringify(line)}\n`);
		process.exit(level === "INFO" ? 0 : 1);
	};
	if (command === "can-connect-to-database" && !existsSync(file)) {
		const message = `Database ${file} does not exist`;
		end("ERROR", { message, error_code: "P1003", is_panic: false, meta: {} });
	}
	if (command === "create-database") {
		const { default: Sqlite } = await load("better-sqlite3");
		mkdirSync(dirname(file), { recursive: true });
		new Sqlite(file).close();
	}
	if (command === "drop-database") rmSync(file, { force: true });
	end("INFO", { message: "done" });
}

if (positionals[0] === "cli") {
	await runCommand(positionals[1]);
} else {
	let answered = Promise.resolve();
	const lines = createInterface({ input: process.stdin });
	lines.on("line", (line) => {
		if (line.trim() === "") return;
		const message = JSON.parse(line);
		// A line without a method is the CLI's receipt for our "print".
		if (message.method) answered = answered.then(() => answer(message));
	});
	lines.on("close", () => answered.then(() => process.exit(0)));
}
