// `npm run check`: format and lint, types, import boundaries, dead code. The same here and in CI.
import { availableParallelism } from "node:os";
import { prepare } from "./lib/prepare.mjs";
import { capture, say } from "./lib/run.mjs";

const checks = {
	"format and lint": "biome ci --colors=off --error-on-warnings .",
	types: "tsc -p tsconfig.json",
	"types of the console": "tsc -p apps/console/tsconfig.json",
	"lint with types": "eslint --max-warnings=0 .",
	"import boundaries": "depcruise --config .dependency-cruiser.cjs packages apps test",
	"dead code": "knip",
};

await prepare(["dependencies", "driver", "client"]);
const waiting = Object.entries(checks);
let failures = 0;
async function worker() {
	for (let check = waiting.shift(); check; check = waiting.shift()) {
		const [name, command] = check;
		const started = Date.now();
		const { code, output } = await capture("npx", ["--no-install", ...command.split(" ")], {
			env: { ...process.env, NO_COLOR: "1", NODE_OPTIONS: "--max-old-space-size=4096" },
		});
		const seconds = ((Date.now() - started) / 1000).toFixed(1);
		say(`${code === 0 ? "ok    " : "FAILED"} ${name} (${seconds} s)`);
		if (code !== 0) {
			failures += 1;
			process.stdout.write(output);
		}
	}
}
await Promise.all(Array.from({ length: Math.min(2, availableParallelism()) }, worker));
process.exitCode = failures === 0 ? 0 : 1;
