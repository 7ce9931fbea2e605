import type { Files } from "./tree.ts";

const cookie = "b29a76488b6f3ca7955c5f769b50641f0fcd88748d8cedecda313d516320ca19";

export interface DkronSample {
	name?: string;
	version?: string;
	/** What it says when it is started as a plugin. */
	says?: string;
}

/** A processor as a script: it answers the handshake, and then only waits. */
export function dkronFiles({
	name = "dkron-processor-mark",
	version = "1.2",
	says = "1|1|unix|/nowhere|netrpc",
}: DkronSample = {}): Files {
	return {
		[name]: `#!/bin/sh
# ${version}
[ "$DKRON_PLUGIN_MAGIC_COOKIE" = ${cookie} ] || { echo "This is a plugin of Dkron." >&2; exit 1; }
echo '${says}'
exec sleep 600
`,
		VERSION: `${version}\n`,
		"README.md": "# mark\n",
		"job.json": `${JSON.stringify({
			name: "marked",
			schedule: "@every 1h",
			executor: "shell",
			executor_config: { command: "date" },
			processors: { mark: { with: "here" } },
		})}\n`,
	};
}
