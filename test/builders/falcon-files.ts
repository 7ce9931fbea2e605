import type { Files } from "./tree.ts";

export interface FalconSample {
	readonly name?: string;
	readonly version?: string;
}

/** Two plugins in folders of their own, as a script each: they print one list of metrics. */
export function falconFiles({ name = "ntp", version = "1.2" }: FalconSample = {}): Files {
	return {
		"falcon-plugin.json": `${JSON.stringify({
			...{ name, version, description: `${name} on hosts`, authors: ["A. Person"], licence: "MIT" },
			bindings: [".", "disks/300_smart.sh(sda,sdb)"],
		})}\n`,
		[`60_${name}.sh`]: metric(`${name}.offset`, 60, version),
		"disks/300_smart.sh": metric("smart.errors", 300, version),
		"disks/limits.txt": "10\n",
		"README.md": `# ${name}\n`,
	};
}

export function metric(name: string, step: number, version = "1.2"): string {
	return `#!/bin/sh
# ${version}
printf '[{"endpoint":"%s","metric":"${name}","timestamp":%s,"step":${step},"value":1,"counterType":"GAUGE","tags":""}]\\n' "$(hostname)" "$(date +%s)"
`;
}
