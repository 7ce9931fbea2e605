import { GraftError } from "@graft/core/domain/errors";
import type { PlacedFile } from "@graft/core/drivers/files/wanted";
import type { FilesPlace } from "@graft/core/platforms/place";

/** The folder of gauges on a station. */
export const station: FilesPlace = {
	name: "station",
	driver: "files",
	async discover(connection, { serverDir }) {
		if (serverDir?.endsWith("/broken")) throw new TypeError("a fault of this very platform");
		const home = `${serverDir ?? "/opt/tidewatch"}/gauges`;
		if ((await connection.stat(home))?.kind !== "folder")
			throw new GraftError("not-found", `There is no ${home} on ${connection.label}.`, {
				hint: "Name the folder that holds gauges/: --server-dir.",
			});
		return {
			...{ folders: { gauges: home }, values: {}, home, notes: [], problems: [] },
			workFolder: `${home.slice(0, -"/gauges".length)}/.graft`,
		};
	},
	wanted(extension, tree, { home, workFolder }) {
		const files = extension.parts.server.files.map(({ from, to, sha256 }): PlacedFile => {
			const bytes = tree.files.get(from)?.bytes;
			if (bytes === undefined) throw new Error(`the tree has no ${from}`);
			return {
				...{ target: to.replace("{gauges}", home), bytes, sha256, mode: 0o644 },
				...{ staging: workFolder, within: home, why: "a station reads it by itself" },
			};
		});
		return { files, checks: [], checksAfterRemoval: [], reload: null, notes: [] };
	},
};
