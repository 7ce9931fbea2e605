import { createHash } from "node:crypto";
import {
	accessSync,
	constants,
	existsSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { refuseOldNode } from "./node-version.mjs";
import { capture, fail, root, say } from "./run.mjs";

const stamps = join(root, "node_modules", ".graft");

/**
 * What a clone needs before anything can run, in order. `from` are the files whose change makes it stale,
 * `makes` what must be there afterwards, `needs` what to look at first where making it fails.
 */
const parts = {
	dependencies: {
		says: "installing the dependencies",
		from: ["package.json", "package-lock.json", "apps/*/package.json", "packages/*/package.json"],
		makes: ["node_modules/next/package.json"],
		needs: "It needs the npm registry: is there a network, or a proxy to be named?",
		// Not `npm ci`: it refuses where a registry lacks the optional packages of other systems. Scripts of
		// packages do not run: one fetches a binary that we never use.
		commands: [
			[
				"npm",
				"install",
				"--no-save",
				"--ignore-scripts",
				"--no-audit",
				"--no-fund",
				"--loglevel=error",
			],
		],
	},
	driver: {
		says: "fetching or compiling the SQLite driver",
		from: ["node_modules/better-sqlite3/package.json"],
		makes: ["node_modules/better-sqlite3/build/Release/better_sqlite3.node"],
		needs: "It needs github.com, or else a C++ compiler, make, Python and Node's headers.",
		commands: [["npm", "rebuild", "better-sqlite3", "--loglevel=error"]],
	},
	client: {
		says: "generating the database client",
		from: ["prisma", "prisma.config.ts", "package-lock.json"],
		makes: ["packages/database/src/generated/client.ts"],
		commands: [["npm", "run", "--silent", "generate", "-w", "@graft/database"]],
	},
	commandLine: {
		says: "building install-plugin",
		from: ["apps/install-plugin", "packages", "prisma", "package-lock.json"],
		makes: ["apps/install-plugin/dist/install-plugin.mjs"],
		commands: [["node", "apps/install-plugin/build.mjs"]],
	},
	worker: {
		says: "building the console's worker",
		from: ["packages", "package-lock.json"],
		makes: ["packages/services/dist/worker.mjs"],
		commands: [["node", "packages/services/build.mjs"]],
	},
	console: {
		says: "building the console",
		from: ["apps/console", "packages", "prisma", "package-lock.json"],
		makes: ["apps/console/.next/BUILD_ID"],
		commands: [["npx", "--no-install", "next", "build", "apps/console"]],
	},
};

const ignored = new Set(["node_modules", ".next", "dist", "generated", "next-env.d.ts"]);

function* filesBelow(path) {
	const full = join(root, path);
	if (path.includes("*")) {
		const [before, after] = path.split("*");
		for (const name of readdirSync(join(root, before)).sort())
			yield* filesBelow(before + name + after);
		return;
	}
	if (!existsSync(full)) return;
	let entries;
	try {
		entries = readdirSync(full, { withFileTypes: true });
	} catch {
		yield path;
		return;
	}
	for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
		if (ignored.has(entry.name) || entry.name.endsWith(".test.ts")) continue;
		if (entry.isDirectory()) yield* filesBelow(`${path}/${entry.name}`);
		else yield `${path}/${entry.name}`;
	}
}

function stampOf(part) {
	const hash = createHash("sha256").update(process.version);
	for (const pattern of part.from)
		for (const file of filesBelow(pattern))
			hash.update(`${file}\0`).update(readFileSync(join(root, file)));
	return hash.digest("hex");
}

/** Makes what is missing or stale among `names`, says what it does, and does nothing where all is there. */
export async function prepare(names) {
	refuseOldNode();
	for (const name of names) {
		const part = parts[name];
		const stampFile = join(stamps, name);
		const stamp = stampOf(part);
		const fresh =
			part.makes.every((path) => existsSync(join(root, path))) &&
			existsSync(stampFile) &&
			readFileSync(stampFile, "utf8") === stamp;
		if (fresh) continue;
		refuseReadOnly(part);
		await make(part);
		mkdirSync(stamps, { recursive: true });
		writeFileSync(stampFile, stamp);
	}
}

function refuseReadOnly(part) {
	for (const folder of [root, join(root, "node_modules"), stamps].filter(existsSync)) {
		try {
			accessSync(folder, constants.W_OK);
		} catch (error) {
			fail(
				`${part.says} is due, and ${folder} cannot be written (${error.code}). Run it once as the user whom the folder belongs to.`,
			);
		}
	}
}

async function make(part) {
	say(`${part.says} …`);
	const started = Date.now();
	for (const [command, ...args] of part.commands) {
		const { code, output } = await capture(command, args, {
			env: {
				...process.env,
				NEXT_TELEMETRY_DISABLED: "1",
				PRISMA_HIDE_UPDATE_MESSAGE: "1",
				CHECKPOINT_DISABLE: "1",
			},
		});
		if (code !== 0) {
			process.stderr.write(output);
			fail(
				`${part.says} failed: "${[command, ...args].join(" ")}" ended with ${code}. Its own words stand above. ${part.needs ?? ""}`.trim(),
			);
		}
	}
	say(`${part.says}: done in ${((Date.now() - started) / 1000).toFixed(0)} s`);
}
