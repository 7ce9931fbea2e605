import type { Connection } from "../../connections/connection.ts";
import { GraftError } from "../../domain/errors.ts";
import type { Problem } from "../../domain/problem.ts";
import type { Facts } from "../../drivers/files/wanted.ts";
import type { Given } from "../place.ts";
import { isTrustedProgram, ownUid } from "../trusted-program.ts";
import { builderScript } from "./builder.ts";
import { loongcollectorCodes as codes } from "./codes.ts";
import { readFragment } from "./fragment.ts";
import { parseGoMod } from "./go-mod.ts";
import { typesBelow } from "./types-there.ts";

const upstream = "github.com/alibaba/ilogtail";

/** The source tree of the collector that is named; nothing tells where one lies by itself. Reads only. */
export async function discover(connection: Connection, { serverDir }: Given): Promise<Facts> {
	const home = await findTree(connection, serverDir);
	const pluginsDir = `${home}-plugins`;
	const hasShell = await connection.hasShell();
	const types = (folder: string) => (hasShell ? typesBelow(connection, folder) : []);
	const [ofTree, external] = await Promise.all([types(`${home}/plugins`), types(pluginsDir)]);
	return {
		folders: { pluginsDir },
		reach: [home, pluginsDir],
		values: {
			upstream: ofTree.map(({ type }) => type).join("\n"),
			external: external
				.map(({ path, type }) => `${path.slice(pluginsDir.length + 1).split("/")[0]}\t${type}`)
				.join("\n"),
			baseVersion: hasShell ? await baseVersionOf(connection, home) : "",
		},
		home,
		// Go's own tools pass over what begins with a dot.
		workFolder: `${home}/.graft`,
		notes: [],
		problems: [
			...checkPath(home),
			...(hasShell ? await checkBuilder(connection, home) : [noShell(connection)]),
			...(await settingsThere(connection, home)),
		],
	};
}

async function findTree(connection: Connection, serverDir: string | undefined): Promise<string> {
	const { label } = connection;
	const hint = "Name the folder of the collector's source, with its go.mod: --server-dir.";
	if (serverDir === undefined)
		throw new GraftError(
			"not-found",
			`Where LoongCollector's source lies on ${label} is not said.`,
			{
				hint,
			},
		);
	const home = serverDir.replace(/(?<=.)\/+$/, "");
	if (!home.startsWith("/"))
		throw new GraftError("not-found", `"${serverDir}" is no absolute path.`, { hint });
	const bytes = await connection.read(`${home}/go.mod`);
	const { module } = parseGoMod(new TextDecoder().decode(bytes));
	if (bytes === undefined || module !== upstream)
		throw new GraftError(
			"not-found",
			bytes === undefined
				? `There is no ${home}/go.mod on ${label}.`
				: `${home}/go.mod on ${label} declares ${module}, and not ${upstream}.`,
			{ hint },
		);
	if ((await connection.stat(`${home}/${builderScript}`))?.kind === "file") return home;
	throw new GraftError("not-found", `${home} on ${label} has no ${builderScript}.`, { hint });
}

/** As Git tells; what upstream's own Makefile takes where nobody says. */
async function baseVersionOf(connection: Connection, home: string): Promise<string> {
	const { code, stdout } = await connection.run(["git", "-C", home, "describe", "--tags"]);
	const [, version] = /^v?(\d[\w.-]{0,63})\s*$/.exec(stdout) ?? [];
	return code === 0 && version !== undefined ? version : "0.0.1";
}

/** It goes into go.mod and Go code without quotes around it. */
function checkPath(home: string): Problem[] {
	if (/^\/[A-Za-z0-9._/+-]+$/.test(home)) return [];
	return [
		{
			severity: "error",
			code: codes["loongcollector/path-unfit"],
			path: "",
			message: `${home} has characters that the builder would write into go.mod unquoted.`,
			hint: "Move the source to a path of letters, digits and . _ + - / only.",
		},
	];
}

async function checkBuilder(connection: Connection, home: string): Promise<Problem[]> {
	const problems: Problem[] = [];
	const script = `${home}/${builderScript}`;
	if (!(await isTrustedProgram(connection, script, await ownUid(connection))))
		problems.push({
			severity: "error",
			code: codes["loongcollector/builder-not-trusted"],
			path: "",
			message: `${script} could have been written by others than root and the user who runs it.`,
			hint: "Connect as the owner of the source tree, and take the right to write in it from others.",
		});
	if ((await connection.run(["go", "version"])).code !== 0)
		problems.push({
			severity: "error",
			code: codes["loongcollector/no-go"],
			path: "",
			message: `No go is found on ${connection.label}: nothing can be built there.`,
			hint: "Install the version of Go that the collector's go.mod names, and put it on the PATH.",
		});
	return problems;
}

function noShell({ label }: Connection): Problem {
	return {
		severity: "error",
		code: codes["loongcollector/no-shell"],
		path: "",
		message: `${label} gives no shell: nothing can be built there.`,
		hint: "Connect as a user with a shell.",
	};
}

/** The tree's own lists are its administrator's: said, and kept from lasting. */
async function settingsThere(connection: Connection, home: string): Promise<Problem[]> {
	const names = ["plugins.yml", "external_plugins.yml"];
	const found = await Promise.all(
		names.map(async (name) => {
			const bytes = await connection.read(`${home}/${name}`);
			if (bytes === undefined) return [];
			const file = { path: "external_plugins.yml", bytes, sha256: "" };
			const { settings } = readFragment({ root: "", files: new Map([[file.path, file]]) });
			return settings.map(
				(statement): Problem => ({
					severity: "info",
					code: codes["loongcollector/settings-there"],
					// Not as its path: installing does not mend it.
					path: "",
					message: `${home}/${name} has the builder run "${statement}": it holds for the build, and is not kept.`,
					hint: "Nothing has to be done.",
				}),
			);
		}),
	);
	return found.flat();
}
