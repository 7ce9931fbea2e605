#!/usr/bin/env node
// The command that `npx install-plugin` and a link in /usr/local/bin run; builds what a fresh clone lacks.
import { existsSync } from "node:fs";

const program = new URL("../apps/install-plugin/dist/install-plugin.mjs", import.meta.url);
if (!existsSync(program)) {
	const { prepare } = await import("./lib/prepare.mjs");
	await prepare(["dependencies", "client", "commandLine"]);
}
await import(program.href);
