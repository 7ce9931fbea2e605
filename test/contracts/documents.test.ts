import { existsSync, readFileSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { defaultLimits } from "@graft/core/archive/limits";
import { describe, expect, it } from "vitest";
import { inspect } from "../../packages/services/src/tasks/archives.ts";
import { sampleOf } from "../builders/samples.ts";
import { makeZip } from "../builders/zip.ts";

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

/** Every code of a problem that there can be: the compiler takes no other than those of such a list. */
async function listedCodes(): Promise<string[]> {
	const lists = (await filesBelow("packages", "/codes.ts")).map((path) => import(join(root, path)));
	return (await Promise.all(lists)).flatMap((list) =>
		Object.values<Record<string, string>>(list).flatMap((codes) => Object.values(codes)),
	);
}
const codes = await listedCodes();

/** As the forge names them in addresses. */
function headingsOf(text: string): string[] {
	return [...text.matchAll(/^#+ (.*)$/gm)].map(([, title = ""]) =>
		title
			.toLowerCase()
			.replace(/[^\p{L}\p{N}\- ]/gu, "")
			.replaceAll(" ", "-"),
	);
}

describe("the pages for people", () => {
	it.each([
		["docs/archives.md", "archive|binding|extension|place|plan|repository"],
		["docs/(platforms/ocs-inventory|ocs-database|ocs-deployment)", "ocs"],
		["docs/platforms/panoptes.md", "panoptes"],
		["docs/platforms/dkron.md", "dkron"],
		["docs/platforms/open-falcon.md", "open-falcon"],
		["docs/platforms/loongcollector.md", "loongcollector"],
	])("explain each code of a problem: %s", (page, areas) => {
		const about = new RegExp(`^${page}`);
		const text = pages.filter((each) => about.test(each)).map((each) => texts.get(each));
		const ofArea = codes.filter((code) => areas.split("|").includes(code.split("/")[0] ?? ""));
		const explained = (code: string) =>
			[code, code.split("/")[1]].some((name) => text.join("\n").includes(`\`${name}\``));
		expect(ofArea.length).toBeGreaterThan(0);
		expect(ofArea.filter((code) => !explained(code))).toEqual([]);
	});

	it.each(["ocs-inventory", "panoptes", "dkron", "loongcollector", "open-falcon"])(
		"show scripts what inspect says of the parts of an extension: %s",
		async (platform) => {
			const zip = makeZip(sampleOf(platform).files);
			const { inspection } = await inspect(zip, []);
			const shown = /## For scripts[\s\S]*?```json\n([\s\S]*?)```/.exec(
				texts.get(`docs/platforms/${platform}.md`) ?? "",
			);
			const short = JSON.stringify(inspection.parts).replace(/[0-9a-f]{64}/g, "…");
			expect(JSON.parse(shown?.[1] ?? "null")).toEqual(JSON.parse(short));
		},
	);

	it("leave out no area of codes", () => {
		const areas = new Set(codes.map((code) => code.split("/")[0]));
		const all = [
			...[
				"archive",
				"binding",
				"dkron",
				"extension",
				"loongcollector",
				"ocs",
				"open-falcon",
				"panoptes",
				"place",
				"plan",
				"repository",
			],
		];
		expect([...areas].sort()).toEqual(all);
	});

	it("are told of codes by lists alone: nothing else calls a text a code", async () => {
		const sources = [
			...(await filesBelow("packages", ".ts")),
			...(await filesBelow("apps", ".ts")),
		];
		const casts = sources.filter((path) =>
			/\bas (unknown as )?ProblemCode\b/.test(readFileSync(join(root, path), "utf8")),
		);
		expect(casts).toEqual([]);
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

	it.each(pages)("link to headings that are there: %s", (page) => {
		const links = [...(texts.get(page) ?? "").matchAll(/\]\(([^)#\s:]*)#([^)\s]+)\)/g)];
		const dead = links.filter(([, path = "", heading = ""]) => {
			const text = texts.get(path === "" ? page : join(dirname(page), path));
			return text !== undefined && !headingsOf(text).includes(heading);
		});
		expect(dead.map(([link]) => link)).toEqual([]);
	});

	it.each(pages)("show pictures that are there: %s", (page) => {
		const sources = (texts.get(page) ?? "").matchAll(/\b(?:src|srcset)="([^"]+)"/g);
		const paths = [...sources].map(([, path = ""]) => join(dirname(page), path));
		expect(paths.filter((path) => !existsSync(join(root, path)))).toEqual([]);
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
