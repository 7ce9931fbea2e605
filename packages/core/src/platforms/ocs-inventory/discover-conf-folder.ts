import type { Connection } from "../../connections/connection.ts";
import type { Problem, Severity } from "../../domain/problem.ts";
import { parseDirectives } from "./apache/directives.ts";
import { filesBelow } from "./apache/read-configuration.ts";
import { ocsCodes } from "./codes.ts";

/** What other plugins' confs may sensibly say beside PerlModule; anything else may be no configuration at all. */
const known =
	/^(perl(module|require|setenv|setvar|addvar|passenv|loadmodule|switches)|include(optional)?|define|alias|<\/?(ifmodule|ifdefine|location|directory|files)(match)?|require|sethandler|perlresponsehandler)$/;

/**
 * Files that lie below the conf folder already and would end Apache at its next start or reload: it reads every
 * file there, whatever its name. Problems name absolute paths of the server.
 */
export async function inspectConfFolder(
	connection: Connection,
	{ confDir, perlDir }: { confDir: string; perlDir: string },
	severity: Severity,
): Promise<Problem[]> {
	const paths = await filesBelow(connection, confDir);
	const found = await Promise.all(
		paths.map(async (path) => {
			const bytes = await connection.read(path).catch(() => undefined);
			if (!bytes)
				return {
					path,
					code: ocsCodes["ocs/server-conf-unreadable"],
					message: `${path} could not be read.`,
				};
			const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
			const junk = junkIn(text);
			if (junk)
				return {
					path,
					code: ocsCodes["ocs/server-conf-junk"],
					message: `${path} is not an Apache configuration: ${junk}.`,
				};
			const missing = await missingModule(connection, text, perlDir);
			return missing
				? {
						path,
						code: ocsCodes["ocs/server-conf-module-missing"],
						message: `${path} loads ${missing}, which is not there.`,
					}
				: null;
		}),
	);
	return found
		.filter((problem) => problem !== null)
		.map((problem) => ({
			...problem,
			severity,
			part: "server",
			hint: "Apache reads every file below this folder and stops at one that it cannot load. Fix it, or move it elsewhere.",
		}));
}

function junkIn(text: string): string | null {
	if (text.startsWith("\uFEFF")) return "it starts with a byte order mark";
	if (text.includes("\0")) return "it is binary";
	const strange = parseDirectives(text).find(({ name }) => !known.test(name));
	return strange ? `${JSON.stringify(strange.name.slice(0, 40))} is not a known directive` : null;
}

async function missingModule(
	connection: Connection,
	text: string,
	perlDir: string,
): Promise<string | null> {
	const modules = parseDirectives(text)
		.filter(({ name }) => name === "perlmodule")
		.flatMap(({ args }) => args.map((module) => module.replace(/;$/, "")))
		.filter((module) => /^Apache::Ocsinventory::Plugins::[\w:]+$/.test(module));
	const paths = modules.map((module) => `${perlDir}/${module.replaceAll("::", "/")}.pm`);
	const stats = await Promise.all(paths.map((path) => connection.stat(path)));
	return paths.find((_, at) => stats[at] === undefined) ?? null;
}
