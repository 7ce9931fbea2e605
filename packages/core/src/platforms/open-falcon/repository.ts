import type { FileTree } from "../../domain/archive.ts";
import type { Extension } from "../../domain/extension.ts";
import type { WantedFolder } from "../../drivers/git/wanted.ts";
import type { GitPlace, RepositoryLink } from "../place.ts";
import { falconCodes } from "./codes.ts";
import { isProgram, stepOf } from "./plugins.ts";

/** The one that agents have a clone of: `plugin.git` of their configuration. */
export const link: RepositoryLink = {
	kind: "git",
	id: "open-falcon",
	name: "Open-Falcon's plugin repository",
	about:
		"The git repository that every agent clones and runs its plugins from. Once it is linked, an extension is installed as a folder of its own in it, by one commit. Linking changes nothing in it.",
	whereFound: "An agent's cfg.json names it: plugin.git.",
	purpose: "URL of Open-Falcon's plugin repository",
	variable: "FALCON_PLUGIN_REPOSITORY_URL",
	codes: {
		unreachable: falconCodes["open-falcon/repository-unreachable"],
		unusable: falconCodes["open-falcon/repository-refuses"],
	},
};

export const repository: GitPlace = {
	name: "repository",
	driver: "git",
	link,
	wanted,
};

function wanted({ id, parts, own }: Extension, tree: FileTree): WantedFolder {
	const bindings = own.bindings ?? [];
	return {
		folder: id,
		files: parts.agents.unix.flatMap(({ from }) => {
			const bytes = tree.files.get(from)?.bytes;
			return bytes === undefined ? [] : [{ path: from, bytes, ...whyOf(from, bytes) }];
		}),
		notes:
			bindings.length === 0
				? []
				: [
						`Agents have it once they pull: install-plugin pull --machine HOST. They run what their host group is bound to: ${bindings.join(", ")}.`,
					],
	};
}

function whyOf(path: string, bytes: Uint8Array): { executable: boolean; why: string } {
	const step = stepOf(path.slice(path.lastIndexOf("/") + 1));
	const executable = isProgram(bytes);
	if (step !== undefined) return { executable, why: `agents run it every ${step} s` };
	return { executable, why: "plugins may need it" };
}
