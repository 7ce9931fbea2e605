import { join } from "node:path";
import { scriptLoader } from "./starting/script-loader.ts";

/** The folder beside this file that the build put the rest into. */
declare const GRAFT_SCRIPTS: string;

const { load } = scriptLoader(join(import.meta.dirname, GRAFT_SCRIPTS));
const { start } = load("./start.js") as typeof import("./start.ts");
process.exitCode = await start();
