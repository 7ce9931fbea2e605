// `npm run dev`: the console with reload on change, for those who work on it.
import { prepare } from "./lib/prepare.mjs";
import { root, run } from "./lib/run.mjs";

await prepare(["dependencies", "driver", "client"]);
const port = process.env.PORT ?? "3000";
process.exitCode = await run(
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
