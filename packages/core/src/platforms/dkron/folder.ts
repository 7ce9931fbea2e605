import type { Connection } from "../../connections/connection.ts";
import type { Problem } from "../../domain/problem.ts";
import { dkronCodes } from "./codes.ts";
import { isCalledAsPlugin } from "./plugins.ts";

/** Names in a folder that Dkron would start. */
export async function pluginsIn(connection: Connection, folder: string): Promise<string[]> {
	const entries = (await connection.list(folder)) ?? [];
	return entries.map(({ name }) => name).filter(isCalledAsPlugin);
}

/** What lies there already, and would keep Dkron from its next start: a restart would be its end. */
export async function checkFolder(connection: Connection, folder: string): Promise<Problem[]> {
	const paths = (await pluginsIn(connection, folder)).map((name) => `${folder}/${name}`);
	const found = await Promise.all(
		paths.map(async (path): Promise<Problem[]> => {
			const stat = await connection.stat(path);
			if (stat?.kind === "file" && (stat.mode & 0o111) !== 0) return [];
			const what = stat?.kind === "file" ? "cannot be executed" : "is no file";
			return [
				{
					severity: "error",
					code: dkronCodes["dkron/stops-dkron"],
					path,
					message: `${path} ${what}: Dkron will not start again as long as it is there.`,
					hint: "Find out whose it is, and move it out of the folder, or make it executable (chmod 755) where it is a plugin.",
				},
			];
		}),
	);
	return found.flat();
}
