// `npm start` on any clone: installs, generates and builds what is missing or stale, then serves the console.
import { createServer } from "node:net";
import { prepare } from "./lib/prepare.mjs";
import { fail, root, run, say } from "./lib/run.mjs";
import { serveConsole } from "./lib/serve-console.mjs";

const host = process.env.HOST || "127.0.0.1";
const port = Number(process.env.PORT || 3000);
const url = `http://${host.includes(":") ? `[${host}]` : host}:${port}`;
if (!Number.isInteger(port) || port < 1 || port > 65535)
	fail(`PORT is "${process.env.PORT}"; it must be a number from 1 to 65535.`);

await refuseTakenPort(); // Before minutes of building.
await prepare(["dependencies", "driver", "client", "commandLine", "worker", "console"]);
say(`the console is on ${url}`);
const { args, env } = serveConsole(host, port);
const own = { GRAFT_ROOT: root, GRAFT_URL: process.env.GRAFT_URL ?? url };
process.exitCode = await run(process.execPath, args, { env: { ...process.env, ...env, ...own } });

function refuseTakenPort() {
	return new Promise((resolve) => {
		const probe = createServer();
		probe.once("error", (error) =>
			fail(
				error.code === "EADDRINUSE"
					? `port ${port} on ${host} is taken. Stop what listens there, or choose another: PORT=3001 npm start`
					: `cannot listen on ${host}:${port}: ${error.message}`,
			),
		);
		probe.listen(port, host, () => probe.close(resolve));
	});
}
