import type { Connection } from "../../connections/connection.ts";
import type { Problem } from "../../domain/problem.ts";
import { dkronCodes } from "./codes.ts";
import { isCalledAsPlugin } from "./plugins.ts";
import { isFor, type Machine, type Program, readProgram } from "./program.ts";

/** Names in a folder that Dkron would start. */
export async function pluginsIn(connection: Connection, folder: string): Promise<string[]> {
	const entries = (await connection.list(folder)) ?? [];
	return entries.map(({ name }) => name).filter(isCalledAsPlugin);
}

/** What lies there already, and would keep Dkron from its next start: a restart would be its end. `machine`: null where nobody can tell. */
export async function checkFolder(
	connection: Connection,
	folder: string,
	machine: Machine | null,
): Promise<Problem[]> {
	const paths = (await pluginsIn(connection, folder)).map((name) => `${folder}/${name}`);
	const found = await Promise.all(
		paths.map(async (path): Promise<Problem[]> => {
			const fault = await faultOf(connection, path, machine);
			if (fault === null) return [];
			return [
				{
					severity: "error",
					code: dkronCodes["dkron/stops-dkron"],
					path,
					message: `${path} ${fault}: Dkron will not start again as long as it is there.`,
					hint: "Find out whose it is, and move it out of the folder, or mend it where it is a plugin.",
				},
			];
		}),
	);
	return found.flat();
}

async function faultOf(
	connection: Connection,
	path: string,
	machine: Machine | null,
): Promise<string | null> {
	const stat = await connection.stat(path);
	if (stat?.kind !== "file") return "is no file";
	if ((stat.mode & 0o111) === 0) return "cannot be executed";
	const program = readProgram(await beginningOf(connection, path), stat.bytes);
	if ("fault" in program) return program.fault;
	return machine === null ? null : cannotRun(connection, program, machine);
}

async function cannotRun(
	connection: Connection,
	program: Program,
	machine: Machine,
): Promise<string | null> {
	if (program.kind === "script") {
		const [interpreter = ""] = program.interpreter.split(/\s/);
		const isThere = (await connection.stat(interpreter)) !== undefined;
		return isThere ? null : `needs ${interpreter}, which is not on this server`;
	}
	return program.machines.some(isFor(machine))
		? null
		: `is for another machine than ${machine.os}/${machine.arch}`;
}

/** Where headers are. */
async function beginningOf(connection: Connection, path: string): Promise<Uint8Array> {
	for await (const piece of connection.stream(path)) return piece;
	return new Uint8Array();
}
