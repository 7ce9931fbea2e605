import { readFile, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { ocsFiles } from "../builders/ocs-files.ts";
import { patient } from "../patience.ts";
import { type Instance, makeInstance } from "./command-line.ts";

interface List {
	extensions: { id: string; problems: { code: string }[] }[];
}

let instance: Instance;
beforeAll(async () => {
	instance = await makeInstance();
	for (const id of ["probe", "other"]) {
		const zip = await instance.zip(`${id}.zip`, ocsFiles({ id }));
		expect((await instance.run(["import", zip, "--yes"])).code).toBe(0);
	}
}, patient(60_000));
afterAll(() => instance.remove());

const list = async () => (await instance.json<List>(["list"])).value;
const changedOnes = ({ extensions }: List) =>
	extensions
		.filter(({ problems }) => problems.some(({ code }) => code === "extension/changed-on-disk"))
		.map(({ id }) => id);

it(
	"several processes that look at the same folders at once all see them as they are",
	async () => {
		const file = join(String(instance.env.EXTENSIONS_DIR), "probe", "README.md");
		const text = await readFile(file, "utf8");
		const whole = await Promise.all([list(), list(), list()]);
		expect(whole.map(changedOnes)).toEqual([[], [], []]);
		const before = new Date(0);
		await writeFile(file, text.replaceAll("p", "q"));
		await utimes(file, before, before);
		const changed = await Promise.all([list(), list(), list()]);
		expect(changed.map(changedOnes)).toEqual([["probe"], ["probe"], ["probe"]]);
		await writeFile(file, text);
		expect(changedOnes(await list())).toEqual([]);
	},
	patient(120_000),
);

it(
	"the list has the shape that scripts know",
	async () => {
		expect(Object.keys(await list())).toEqual([
			"format",
			"extensions",
			"broken",
			"archives",
			"note",
		]);
	},
	patient(30_000),
);
