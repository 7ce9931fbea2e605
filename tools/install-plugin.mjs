#!/usr/bin/env node
// The command that `npx install-plugin` and a link in /usr/local/bin run; makes what a fresh clone lacks.
import { existsSync } from "node:fs";
import { refuseOldNode } from "./lib/node-version.mjs";

refuseOldNode();
const from = (path) => new URL(`../${path}`, import.meta.url);
const program = from("apps/install-plugin/dist/install-plugin.mjs");
if (!existsSync(program)) {
	const { prepare } = await import("./lib/prepare.mjs");
	const dependencies = existsSync(from("node_modules/commander")) ? [] : ["dependencies"];
	await prepare([...dependencies, "driver", "client", "commandLine"]);
}
await import(program.href);
