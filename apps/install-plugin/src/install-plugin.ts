import { main } from "./main.ts";

declare const GRAFT_VERSION: string;

// A reader such as `head` that has seen enough is no failure.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
	if (error.code !== "EPIPE") throw error;
	process.exit();
});

// A terminal that has gone must not end a change of a server half-way.
process.stderr.on("error", () => {});

process.exitCode = await main(process, process.argv.slice(2), GRAFT_VERSION);
