import type { ApiDouble } from "./api-double.ts";
import { dkronFiles } from "./dkron-files.ts";
import { startFalconApi } from "./falcon-api-double.ts";
import { falconFiles } from "./falcon-files.ts";
import { loongcollectorFiles, loongcollectorTree } from "./loongcollector-files.ts";
import { ocsFiles } from "./ocs-files.ts";
import { panoptesFiles } from "./panoptes-files.ts";
import type { Files } from "./tree.ts";

/** What the contract suite needs of a platform: something correct, newer, and refused. */
export interface Sample {
	readonly id: string;
	readonly version: string;
	readonly files: Files;
	/** The same extension, later: at least one file of the server part has changed. */
	readonly newer: { readonly version: string; readonly files: Files };
	/** The same, spoilt: the code that it must be refused with. */
	readonly refused: { readonly code: string; readonly files: Files };
	/** Where its groups are bound; absent where its extensions have no place in an API. */
	readonly api?: () => Promise<ApiDouble>;
	/**
	 * A server of this platform in an empty folder: the folders that are there, and what `--server-dir` names; absent where
	 * its extensions have no place on one.
	 */
	readonly server?: {
		readonly folders: readonly string[];
		readonly dir: string;
		/** What lies in it; a file with a #! can be executed. Absent where nothing need be there. */
		readonly files?: Files;
	};
}

const ocs = ocsFiles();
const panoptes = panoptesFiles();

const samples: Readonly<Record<string, Sample>> = {
	"ocs-inventory": {
		id: "probe",
		version: "1.0",
		files: ocs,
		newer: {
			version: "1.1",
			files: {
				...ocsFiles({ version: "1.1" }),
				"APACHE/Map.pm": `# now with a comment\n${ocs["APACHE/Map.pm"]}`,
			},
		},
		refused: {
			code: "ocs/conf-bom",
			files: { ...ocs, "APACHE/probe.conf": `\uFEFF${ocs["APACHE/probe.conf"]}` },
		},
		server: { folders: ["ocs", "ocs/plugins", "ocs/perl"], dir: "ocs" },
	},
	dkron: {
		id: "dkron-processor-mark",
		version: "1.2",
		files: dkronFiles(),
		newer: { version: "1.3", files: dkronFiles({ version: "1.3" }) },
		refused: {
			code: "dkron/not-a-program",
			files: { ...dkronFiles(), "dkron-executor-broken": "\x7fELF is not all of it" },
		},
		server: { folders: ["dkron", "dkron/plugins"], dir: "dkron" },
	},
	"open-falcon": {
		id: "ntp",
		version: "1.2",
		files: falconFiles(),
		newer: { version: "1.3", files: falconFiles({ version: "1.3" }) },
		refused: {
			code: "open-falcon/stops-agent",
			files: { ...falconFiles(), "0_zero.sh": "#!/bin/sh\necho '[]'\n" },
		},
		api: () => startFalconApi(),
	},
	loongcollector: {
		id: "mark",
		version: "1.2.0",
		files: loongcollectorFiles(),
		newer: { version: "1.3.0", files: loongcollectorFiles({ version: "1.3.0" }) },
		refused: {
			code: "loongcollector/bad-import",
			files: {
				...loongcollectorFiles(),
				"external_plugins.yml": `- import: 'example.org/you/mark"; import _ "os'\n`,
			},
		},
		server: {
			folders: ["src", "src/loongcollector"],
			dir: "src/loongcollector",
			files: loongcollectorTree("src/loongcollector"),
		},
	},
	panoptes: {
		id: "heartbeat",
		version: "1.2",
		files: panoptes,
		newer: { version: "1.3", files: panoptesFiles({ version: "1.3" }) },
		refused: {
			code: "panoptes/no-core",
			files: { ...panoptes, "heartbeat.panoptes-plugin": "[main]\nexecute_frequency = 60\n" },
		},
		server: { folders: ["panoptes", "panoptes/plugins"], dir: "panoptes/plugins" },
	},
};

export function sampleOf(platform: string): Sample {
	const sample = samples[platform];
	if (sample === undefined) throw new Error(`no sample of ${platform}`);
	return sample;
}
