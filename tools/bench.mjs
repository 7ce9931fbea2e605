// `npm run bench`: speed and memory as ratios, each against a named peer in the same run. Absolute times say little
// about another machine. A peer that is not installed is said to be absent.

import { benchConsole } from "./bench/console.mjs";
import { manyHosts } from "./bench/many-hosts.mjs";
import { startUp } from "./bench/start-up.mjs";
import { unpacking } from "./bench/unpacking.mjs";
import { prepare } from "./lib/prepare.mjs";

const benchmarks = {
	"start-up": startUp,
	unpacking,
	console: benchConsole,
	"many-hosts": manyHosts,
};
const wanted = process.argv.slice(2);

await prepare(["dependencies", "driver", "client", "commandLine"]);
for (const [name, benchmark] of Object.entries(benchmarks)) {
	if (wanted.length > 0 && !wanted.includes(name)) continue;
	process.stdout.write(`\n${name}\n`);
	for (const line of await benchmark()) process.stdout.write(`  ${line}\n`);
}
