import type { Sample } from "../builders/samples.ts";
import type { Files } from "../builders/tree.ts";

/** A complete and correct extension of Tidewatch. */
export function tidewatchFiles(version = "1.0"): Files {
	const manifest = {
		...{ id: "harbour", version, name: "Harbour" },
		install: [
			"CREATE TABLE IF NOT EXISTS harbour_tides (ID INT NOT NULL AUTO_INCREMENT, LEVEL INT, PRIMARY KEY (ID))",
		],
		remove: ["DROP TABLE IF EXISTS harbour_tides"],
		tables: ["harbour_tides"],
	};
	return {
		"tide.json": JSON.stringify(manifest),
		"gauges/quay.gauge": `gauge of version ${version}\n`,
		"gauges/lock.gauge": "gauge\n",
	};
}

const { "tide.json": manifest = "" } = tidewatchFiles();

export const tidewatchSample: Sample = {
	...{ id: "harbour", version: "1.0", files: tidewatchFiles() },
	newer: { version: "1.1", files: tidewatchFiles("1.1") },
	refused: { code: "tide/no-gauge", files: { "tide.json": manifest } },
	server: { folders: ["tide", "tide/gauges"], dir: "tide" },
};
