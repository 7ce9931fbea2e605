import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { scriptLoader } from "./script-loader.ts";

let folder: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), "graft-scripts-"));
	writeFileSync(join(folder, "shared.js"), "({})");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** As the build wraps them. */
const wrapped = (body: string) =>
	`(function(exports,require,module,graftFolder,graftUrl,importScript){${body}})`;

function write(name: string, body: string): void {
	writeFileSync(join(folder, name), wrapped(body));
}

const load = <Exports>(name: string) => scriptLoader(folder).load(name) as Exports;

test("each script runs once, whoever asks for it, and may ask for those that ask for it", () => {
	write("one.js", `exports.count = 0; exports.two = require("./two.js"); exports.count++;`);
	write("two.js", `const one = require("./one.js"); exports.seen = () => one.count;`);
	const loader = scriptLoader(folder);
	const one = loader.load("./one.js") as { count: number; two: { seen(): number } };
	expect(one.two.seen()).toBe(1);
	expect(loader.load("./one.js")).toBe(one);
	const compiled = ["shared.js", "one.js", "two.js"].map((name) => join(folder, name));
	expect([...loader.scripts.keys()]).toEqual(compiled);
});

test("those that are shared lie in one file, and run when they are asked for", () => {
	const [one, two] = ["exports.word = graftUrl", `throw new Error("nobody asked")`].map(wrapped);
	writeFileSync(join(folder, "shared.js"), `({"./one.js":${one},\n"./two.js":${two}})`);
	write("start.js", `exports.word = require("./one.js").word`);
	expect(load<{ word: string }>("./start.js").word).toMatch(/\/one\.js$/);
	expect(() => load("./two.js")).toThrow("nobody asked");
});

test("imports other scripts later, what Node has, and modules that wait while they are loaded", async () => {
	writeFileSync(join(folder, "waits.mjs"), "export const word = await Promise.resolve('waited');");
	write("word.js", `module.exports = { word: require("./waits.mjs").word, at: graftUrl };`);
	write(
		"start.js",
		`exports.all = async () => [(await importScript("./word.js", ["./waits.mjs"])).word,
			(await importScript("node:path")).sep, require("node:path").sep]`,
	);
	expect(await load<{ all(): Promise<unknown> }>("./start.js").all()).toEqual(["waited", "/", "/"]);
});

test("a fault says where it is in which file", () => {
	write("faulty.js", "\nnull.length");
	expect(() => load("./faulty.js")).toThrow(
		expect.objectContaining({ stack: expect.stringContaining(join(folder, "faulty.js:2:")) }),
	);
});

interface Divided {
	by(number: number): number;
}

/** What V8 compiled of a script that divides by `divisor`, with its functions. */
function cacheOf(divisor: number): Buffer {
	write("other.js", `exports.by = (number) => number / ${divisor};`);
	const loader = scriptLoader(folder);
	(loader.load("./other.js") as Divided).by(1);
	const script = loader.scripts.get(join(folder, "other.js"));
	return script?.createCachedData() ?? Buffer.alloc(0);
}

test("takes the code cache that lies beside a script: code of another one of that length shows it", () => {
	write("start.js", `exports.by = (number) => number / 2;`);
	writeFileSync(join(folder, "start.js.cache"), cacheOf(4));
	expect(load<Divided>("./start.js").by(8)).toBe(2);
});

test.each([
	["is cut off", (cache: Buffer) => cache.subarray(0, 40), 5],
	["is empty", () => Buffer.alloc(0), 6],
	["is of another V8", (cache: Buffer) => cache.fill(0xff, 4, 12), 7],
	["is of a script of another length", () => cacheOf(10), 8],
])("does without a cache that %s", (_, broken, divisor) => {
	write("start.js", `exports.by = (number) => number / ${divisor};`);
	writeFileSync(join(folder, "start.js.cache"), broken(cacheOf(9)));
	expect(load<Divided>("./start.js").by(divisor)).toBe(1);
});
