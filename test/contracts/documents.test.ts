import { existsSync, readFileSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { defaultLimits } from "@graft/core/archive/limits";
import { describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));

async function filesBelow(folder: string, ending: string): Promise<string[]> {
	const entries = await readdir(join(root, folder), { recursive: true });
	return entries
		.filter((path) => path.endsWith(ending) && !/(^|\/)(node_modules|dist|\.next)\//.test(path))
		.map((path) => join(folder, path))
		.sort();
}

const pages = [
	"README.md",
	"CONTRIBUTING.md",
	"CHANGELOG.md",
	...(await filesBelow("docs", ".md")),
];
const texts = new Map(pages.map((page) => [page, readFileSync(join(root, page), "utf8")]));

/** The codes of problems that stand in the code as whole texts, tests left out. */
async function codesInSources(areas: string): Promise<string[]> {
	const sources = (await filesBelow("packages", ".ts")).filter(
		(path) => !path.endsWith(".test.ts"),
	);
	const found = await Promise.all(
		sources.map(async (path) => {
			const text = await readFile(join(root, path), "utf8");
			return [...text.matchAll(new RegExp(`"((?:${areas})/[a-z0-9-]+)"`, "g"))].map(
				([, code = ""]) => code,
			);
		}),
	);
	return [...new Set(found.flat())].sort();
}

describe("the pages for people", () => {
	it.each([
		["docs/archives.md", "archive|extension|place|plan"],
		["docs/(platforms/ocs-inventory|ocs-database|ocs-deployment)", "ocs"],
		["docs/platforms/panoptes.md", "panoptes"],
	])("explain each code of a problem: %s", async (page, areas) => {
		const about = new RegExp(`^${page}`);
		const text = pages.filter((each) => about.test(each)).map((each) => texts.get(each));
		const codes = await codesInSources(areas);
		const explained = (code: string) =>
			[code, code.split("/")[1]].some((name) => text.join("\n").includes(`\`${name}\``));
		expect(codes.length).toBeGreaterThan(0);
		expect(codes.filter((code) => !explained(code))).toEqual([]);
	});

	it("tell the limits of archives as they are", () => {
		const { archiveBytes, totalBytes, entries, depth, nameBytes, pathBytes } = defaultLimits;
		const limits = [
			`${archiveBytes / 2 ** 20} MiB`,
			`${totalBytes / 2 ** 20} MiB`,
			entries.toLocaleString("en").replace(",", " "),
			String(depth),
			`${nameBytes} bytes`,
			`${pathBytes} bytes`,
		];
		for (const limit of limits) expect(texts.get("docs/archives.md")).toContain(`| ${limit} |`);
	});

	it.each(pages)("link to what is there: %s", (page) => {
		const targets = [...(texts.get(page) ?? "").matchAll(/\]\(([^)#\s]+)[^)]*\)/g)]
			.map(([, target = ""]) => target)
			.filter((target) => !/^https?:/.test(target));
		expect(targets.filter((target) => !existsSync(join(root, dirname(page), target)))).toEqual([]);
	});

	it("are all reached from the README, one link after the other", () => {
		const seen = new Set<string>();
		const follow = (page: string) => {
			if (seen.has(page)) return;
			seen.add(page);
			for (const [, target = ""] of (texts.get(page) ?? "").matchAll(/\]\(([^)#\s]+)[^)]*\)/g)) {
				const path = join(dirname(page), target);
				if (texts.has(path)) follow(path);
				for (const each of pages) if (dirname(each) === path) follow(each);
			}
		};
		follow("README.md");
		expect(pages.filter((page) => !seen.has(page))).toEqual([]);
	});

	it("name only files and folders of the project that are there", () => {
		const named = pages.flatMap((page) =>
			[
				...(texts.get(page) ?? "").matchAll(/`((?:apps|packages|test|tools|prisma)\/[\w./-]+)`/g),
			].map(([, path = ""]) => path),
		);
		expect(named.length).toBeGreaterThan(10);
		expect([...new Set(named)].filter((path) => !existsSync(join(root, path)))).toEqual([]);
	});
});
