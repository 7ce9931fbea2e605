import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { type Instance, project } from "./command-line.ts";

/** A page of docs/, done word by word in the folder of an instance. */
export interface FollowedPage {
	/** The text of the one fenced block of this language below the heading that begins so. */
	block(heading: string, language: string): string;
	/** Types each line of the sh blocks there, with what a test adds to a command; all must end well. Gives what they print. */
	type(heading: string): Promise<string>;
}

/**
 * `added`: flags by command, for where this machine is another one, and nobody is asked; `instead`: what a word of the page is here.
 */
export function followPage(
	name: string,
	instance: Instance,
	added: Readonly<Record<string, readonly string[]>>,
	instead: Readonly<Record<string, string>> = {},
): FollowedPage {
	const page = readFileSync(join(project, "docs", name), "utf8");
	const blocks = (heading: string, language: string) => {
		const section = page.split(/^## /m).find((text) => text.startsWith(heading)) ?? "";
		const fenced = section.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, "gms"));
		return [...fenced].map(([, text = ""]) => text);
	};
	const typeLine = async (line: string): Promise<string> => {
		const words = line.split(" ").map((word) => instead[word] ?? word);
		const [command = "", verb = "", ...args] = words;
		const cwd = instance.folder;
		const { code, stdout, stderr } =
			command === "install-plugin"
				? await instance.run([verb, ...args, ...(added[verb] ?? [])], { cwd })
				: runShell(line, cwd);
		expect(code, `${line}\n${stderr}`).toBe(0);
		return stdout;
	};
	return {
		block(heading, language) {
			const [text, ...others] = blocks(heading, language);
			if (text === undefined || others.length > 0)
				throw new Error(`${name}: not one block of ${language} below ${heading}`);
			return text;
		},
		async type(heading) {
			const lines = blocks(heading, "sh").flatMap((text) => text.trim().split("\n"));
			expect(lines.length).toBeGreaterThan(0);
			let printed = "";
			for (const line of lines) printed += await typeLine(line);
			return printed;
		},
	};
}

function runShell(line: string, cwd: string) {
	const { status, stdout, stderr } = spawnSync("sh", ["-c", line], { cwd, encoding: "utf8" });
	return { code: status, stdout, stderr };
}
