import { watchOver } from "./flows/last-resort.ts";
import { main } from "./main.ts";

declare const GRAFT_VERSION: string;

const argv = process.argv.slice(2);
watchOver(process, argv.includes("--debug"));
process.exitCode = await main(process, argv, GRAFT_VERSION);
