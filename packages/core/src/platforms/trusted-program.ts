import type { Connection } from "../connections/connection.ts";

/**
 * Whether a program of this server may be run: nobody but root and we can have put it there. Whose process names it says
 * nothing, for anybody can start one under any name. `path` is absolute; links in it are seen through.
 */
export async function isTrustedProgram(
	connection: Connection,
	path: string,
	uid: number | undefined,
): Promise<boolean> {
	if (!path.startsWith("/") || path.split("/").includes("..")) return false;
	const names = path.split("/").filter(Boolean);
	const above = ["/", ...names.map((_, at) => `/${names.slice(0, at + 1).join("/")}`)];
	const stats = await Promise.all(above.map((each) => connection.stat(each)));
	return stats.every(
		(stat) =>
			stat !== undefined &&
			(stat.uid === 0 || stat.uid === uid) &&
			// In a sticky folder, as /tmp, everybody can only exchange what is their own.
			((stat.mode & 0o022) === 0 || (stat.mode & 0o1000) !== 0),
	);
}

/** Who runs commands there; undefined where nobody can tell. */
export async function ownUid(connection: Connection): Promise<number | undefined> {
	const { code, stdout } = await connection.run(["id", "-u"]);
	const uid = /^\s*(\d+)\s*$/.exec(stdout)?.[1];
	return code === 0 && uid !== undefined ? Number(uid) : undefined;
}
