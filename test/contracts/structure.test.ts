import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { platforms } from "@graft/core/platforms/registry";
import ts from "typescript";
import { describe, expect, it } from "vitest";

const root = resolve(import.meta.dirname, "../..");
const words = /ocs|panoptes|dkron|falcon|loongcollector|apache|perl/i;
const ownFolders = platforms.map(({ id }) => `packages/core/src/platforms/${id}/`);

/** Files of the product outside of the folders of platforms. */
const files = execFileSync("git", ["ls-files", "packages", "apps", "prisma"], { cwd: root })
	.toString()
	.split("\n")
	.filter((path) => /\.(ts|tsx|prisma|css)$/.test(path))
	.filter((path) => !/\.test\.ts$|^packages\/[^/]+\/test\//.test(path))
	.filter((path) => !ownFolders.some((folder) => path.startsWith(folder)));

/** What a file declares: types, functions, values, and what belongs to them. */
function declaredIn(path: string): string[] {
	const text = readFileSync(join(root, path), "utf8");
	const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
	const found: string[] = [];
	const visit = (node: ts.Node): void => {
		const { name } = node as ts.Node & { name?: ts.Node };
		if (ts.isImportSpecifier(node) || ts.isImportClause(node)) return;
		if (name !== undefined && ts.isIdentifier(name)) found.push(name.text);
		ts.forEachChild(node, visit);
	};
	visit(source);
	return found;
}

describe("outside of their folders, no system has its name", () => {
	it("on a file", () => {
		expect(files.length).toBeGreaterThan(500);
		expect(files.filter((path) => words.test(path))).toEqual([]);
	});

	it("on a type, a function or a value", () => {
		const named = files
			.filter((path) => /\.tsx?$/.test(path))
			.flatMap((path) => declaredIn(path).map((name) => `${path}: ${name}`))
			.filter((line) => words.test(line.split(": ")[1] ?? ""));
		expect(named).toEqual([]);
	});
});

describe("a package", () => {
	it.each(["core", "services", "database"])(
		"%s exports what it names, and nothing else",
		(name) => {
			const text = readFileSync(join(root, "packages", name, "package.json"), "utf8");
			const { exports } = JSON.parse(text) as { exports: Record<string, string> };
			const wild = Object.entries(exports).filter((pair) => pair.join().includes("*"));
			expect(wild).toEqual([]);
			const missing = Object.values(exports).filter(
				// What is generated from the schema is not in git.
				(path) => !path.includes("/generated/") && !existsSync(join(root, "packages", name, path)),
			);
			expect(missing).toEqual([]);
		},
	);
});

describe("the folders of services", () => {
	const services = "packages/services/src";
	const folderOf = (path: string) => relative(services, path).split("/").at(-2);

	/** By folder, those that it imports from; what is above all folders counts for none. */
	function importedFolders(): Map<string, Set<string>> {
		const found = new Map<string, Set<string>>();
		for (const path of files.filter((each) => each.startsWith(services))) {
			const text = readFileSync(join(root, path), "utf8");
			for (const { fileName } of ts.preProcessFile(text).importedFiles) {
				if (!fileName.startsWith(".")) continue;
				const [from, to] = [folderOf(path), folderOf(join(dirname(path), fileName))];
				if (from === undefined || to === undefined || from === to) continue;
				found.set(from, (found.get(from) ?? new Set()).add(to));
			}
		}
		return found;
	}

	it("stand one upon the other: none is reached from itself", () => {
		const imported = importedFolders();
		expect(imported.size).toBeGreaterThan(10);
		const reached = (from: string, seen: Set<string>): Set<string> => {
			for (const to of imported.get(from) ?? []) if (!seen.has(to)) reached(to, seen.add(to));
			return seen;
		};
		const circular = [...imported.keys()].filter((each) => reached(each, new Set()).has(each));
		expect(circular).toEqual([]);
	});
});
