// `npm run dev`: the console with reload on change, for those who work on it.
import { prepare } from "./lib/prepare.mjs";
import { root, run } from "./lib/run.mjs";

await prepare(["dependencies", "driver", "client", "worker"]);
// Only now is esbuild there. A worker that runs already keeps its code until the console is started again.
const { buildWorker } = await import("../packages/services/build.mjs");
await buildWorker({ watch: true });
const port = process.env.PORT ?? "3000";
const code = await run(
	process.execPath,
	["node_modules/next/dist/bin/next", "dev", "apps/console", "-H", "127.0.0.1", "-p", port],
	{
		env: {
			...process.env,
			NEXT_TELEMETRY_DISABLED: "1",
			GRAFT_ROOT: root,
			GRAFT_URL: process.env.GRAFT_URL ?? `http://127.0.0.1:${port}`,
		},
	},
);
// The watch would keep us here.
process.exit(code);
