import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { setFlagsFromString } from "node:v8";
import { scriptLoader } from "../src/starting/script-loader.ts";

/*
 * Run by the build, in a process of its own: has the command line work on an instance that goes afterwards, and writes what
 * V8 compiled for that beside the scripts. What is compiled later is compiled as it always was.
 */

const [, , scripts, shownAs, extension] = process.argv;
const instance = mkdtempSync(join(tmpdir(), "graft-build-"));
const archive = join(instance, "archive.zip");
const server = join(instance, "server");
for (const name of ["plugins", "perl"]) mkdirSync(join(server, name), { recursive: true });
process.env.GRAFT_HOME = join(instance, "home");
process.env.EXTENSIONS_DIR = join(instance, "extensions");

const plan = ["plan", "mountedvolumes", "--server", "local", "--server-dir", server];
const commands = [
	["--help"],
	["pack", extension, "--output", archive],
	["import", archive, "--yes"],
	["list"],
	plan,
	[...plan, "--json"],
	["status"],
	["status", "--json"],
];

// V8 throws code away that did not run for a while. The flag is part of what a cache is known by, and so taken back.
setFlagsFromString("--no-flush-bytecode");
const loader = scriptLoader(scripts, shownAs);
const { main } = loader.load("./start.js");
try {
	for (const command of commands) await main(process, command, "");
} finally {
	rmSync(instance, { recursive: true, force: true });
}
setFlagsFromString("--flush-bytecode");
for (const [file, script] of loader.scripts)
	writeFileSync(`${file}.cache`, script.createCachedData());
