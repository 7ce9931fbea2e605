import type { Connection, RunResult } from "@graft/core/connections/connection";
import { openLocal } from "../../packages/core/src/connections/local/open-local.ts";

/**
 * A server whose file system is a folder of this machine: what a chroot would show, for any user.
 * `run` answers for the commands of that server; without it there is no shell, as with SFTP only.
 */
export function rootedConnection(
	root: string,
	run?: (argv: readonly string[]) => RunResult,
): Connection {
	const local = openLocal(`${root}/state`);
	const below = (path: string) => `${root}${path}`;
	return {
		...local,
		hasShell: async () => run !== undefined,
		read: (path, limit) => local.read(below(path), limit),
		stream: (path) => local.stream(below(path)),
		digest: (path) => local.digest(below(path)),
		copy: (from, to, options) => local.copy(below(from), below(to), options),
		list: (path) => local.list(below(path)),
		stat: (path) => local.stat(below(path)),
		lstat: (path) => local.lstat(below(path)),
		kind: (path) => local.kind(below(path)),
		write: (path, content, options) => local.write(below(path), content, options),
		rename: (from, to) => local.rename(below(from), below(to)),
		remove: (path) => local.remove(below(path)),
		makeFolder: (path, mode) => local.makeFolder(below(path), mode),
		removeFolder: (path) => local.removeFolder(below(path)),
		run: async (argv) => {
			if (!run) throw new Error(`this server runs nothing: ${argv.join(" ")}`);
			return run(argv);
		},
	};
}
