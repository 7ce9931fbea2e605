import type { Problem } from "../../domain/problem.ts";
import { falconCodes } from "./codes.ts";
import { hasShebang, isProgram, type Plugin } from "./plugins.ts";

/* What an agent does in each case stands in docs/platforms/open-falcon.md. */

const dataEnding =
	/\.(json|ya?ml|toml|ini|conf|cfg|xml|csv|txt|md|rst|html?|log|lock|sql|png|gif|jpe?g|pdf|gz|zip)$/i;

type Rule = (plugin: Plugin, text: string) => Problem[];

const rules: readonly Rule[] = [
	({ path, file }) =>
		isProgram(file.bytes) || !dataEnding.test(path)
			? []
			: [
					{
						severity: "error",
						code: falconCodes["open-falcon/data-as-plugin"],
						path,
						message: `${path} is data, and called as a plugin is: an agent would try to run it each time, and fail.`,
						hint: "Give it a name that does not begin with a number and _.",
					},
				],
	({ path, file }) =>
		isProgram(file.bytes) || dataEnding.test(path)
			? []
			: [
					{
						severity: "error",
						code: falconCodes["open-falcon/no-shebang"],
						path,
						message: `${path} does not begin with #! and an interpreter, and is no Linux program: an agent could not start it.`,
						hint: "Write the interpreter into its first line, such as #!/usr/bin/env python3, with nothing before it.",
					},
				],
	({ path, file }, text) => {
		const [line = ""] = text.split("\n", 1);
		if (!hasShebang(file.bytes) || /^#![ \t]*\/[^\r]*$/.test(line)) return [];
		return [
			{
				severity: "error",
				code: falconCodes["open-falcon/bad-shebang"],
				path,
				message: line.endsWith("\r")
					? `The first line of ${path} ends as on Windows: the interpreter would be looked for under a name that ends with a carriage return.`
					: `The first line of ${path} names no interpreter by an absolute path: an agent could not start it.`,
				hint: line.endsWith("\r")
					? "Save the file with Unix line ends."
					: "Write it as #!/usr/bin/env python3.",
			},
		];
	},
	({ path, file, step }, text) =>
		hasShebang(file.bytes)
			? literals(text, "step", String.raw`["']?(\d+)["']?(?![\w.])`)
					.filter((value) => BigInt(value) !== step)
					.map((value) => ({
						severity: "warning",
						code: falconCodes["open-falcon/step-differs"],
						path,
						message: `${path} runs every ${step} s by its name, and says step ${value} of its metrics: their charts would have holes, or lose points.`,
						hint: "Make the two alike.",
						part: "agent",
					}))
			: [],
	({ path, file }, text) =>
		hasShebang(file.bytes)
			? literals(text, "counterType", `["']([^"']*)["']`)
					.filter((value) => !["GAUGE", "COUNTER", "DERIVE"].includes(value))
					.map((value) => ({
						severity: "warning",
						code: falconCodes["open-falcon/counter-type"],
						path,
						message: `${path} says counterType "${value}": what it measures would be dropped, without a word.`,
						hint: "Write GAUGE, COUNTER or DERIVE.",
						part: "agent",
					}))
			: [],
];

export function checkScripts(plugins: readonly Plugin[]): Problem[] {
	return plugins.flatMap((plugin) => {
		const text = new TextDecoder("latin1").decode(plugin.file.bytes);
		return rules.flatMap((rule) => rule(plugin, text));
	});
}

/** Each value that is written out beside the key, as JSON and most languages write it. What is computed is not seen. */
function literals(text: string, key: string, value: string): string[] {
	const pattern = new RegExp(String.raw`["']${key}["']\]?\s*(?::|=>|=)\s*${value}`, "g");
	return [...new Set([...text.matchAll(pattern)].map(([, found = ""]) => found))];
}
