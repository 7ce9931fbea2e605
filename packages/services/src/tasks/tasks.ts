/** Loaded at the first task of it: most commands need one of them, and some none. */
const archives = () => import("./archives.ts");
const databases = () => import("./databases.ts");
const folders = () => import("./folders.ts");
const seals = () => import("./seal-folders.ts");

/** Everything that reads what others wrote, or judges their SQL, PHP, Perl and XML: it can take long, or for ever. */
export const tasks = {
	inspect: later(archives, "inspect"),
	read: later(archives, "read"),
	readKept: later(archives, "readKept"),
	readKeptAgain: later(archives, "readKeptAgain"),
	sealFolders: later(seals, "sealFolders"),
	lookAtFolder: later(folders, "lookAtFolder"),
	readFolder: later(folders, "readFolder"),
	packFolder: later(folders, "packFolder"),
	planDatabase: later(databases, "planDatabase"),
	madeTables: later(databases, "madeTables"),
	databaseState: later(databases, "databaseState"),
};

type AnyTask = (...input: never[]) => unknown;

function later<Module extends Readonly<Record<Name, AnyTask>>, Name extends string>(
	load: () => Promise<Module>,
	name: Name,
) {
	type Input = Parameters<Module[Name]>;
	type Output = Awaited<ReturnType<Module[Name]>>;
	return async (...input: Input): Promise<Output> => {
		const task = (await load())[name] as unknown as (...input: Input) => Output | Promise<Output>;
		return task(...input);
	};
}
