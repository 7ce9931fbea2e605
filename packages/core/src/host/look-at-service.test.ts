import { describe, expect, it } from "vitest";
import { readLook } from "./look-at-service.ts";

/** A line of /proc/<pid>/stat. */
function stat(pid: number, name: string, parent: number, state = "S"): string {
	return `${pid} (${name}) ${state} ${parent} ${"0 ".repeat(17)}${pid * 10} 0 0`;
}

function socket(inode: number): string {
	return `   0: 00000000:0050 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 ${inode} 1 0000 100 0 0 10 0`;
}

function look(processes: readonly string[], files: readonly string[] = []) {
	return readLook([...processes, "listening", socket(77), "files", ...files, ""].join("\n"), 5);
}

const workers = (...found: Parameters<typeof look>) =>
	look(...found)?.workers.map(({ pid }) => pid);

describe("a service below /proc", () => {
	const own = stat(5, "apache2", 1);
	const children = [stat(6, "apache2", 5), stat(7, "apache2", 5), stat(8, "rotatelogs", 5)];

	it("has those children for workers that hold a socket on which it listens", () => {
		const files = ["of 5", "3 77", "of 6", "3 77", "9 12", "of 7", "9 13", "of 8", "1 14"];
		expect(workers([own, ...children], files)).toEqual([6]);
	});

	it("tells files by their numbers where nobody may see what they lead to", () => {
		const files = ["of 5", "3 77", "of 6", "2", "3", "of 7", "2", "4", "of 8", "2"];
		expect(workers([own, ...children], files)).toEqual([6]);
	});

	it("does not take a file that came into the place of the socket for it", () => {
		const files = ["of 5", "3 77", "of 6", "3 99", "of 7", "3 77"];
		expect(workers([own, ...children.slice(0, 2)], files)).toEqual([7]);
	});

	it("has all that are called as it is, where no files can be seen", () => {
		expect(workers([own, ...children])).toEqual([6, 7]);
		expect(workers([own, ...children], ["of 5", "1", "3"])).toEqual([6, 7]);
	});

	it("is not fooled by what processes call themselves", () => {
		const odd = [
			stat(9, "x) S 5 0", 1),
			stat(10, "a b) (c", 5),
			"11 (apache2",
			"y) S 5 0 0",
			stat(12, "apache2", 5, "Z"),
		];
		expect(workers([own, ...odd])).toEqual([]);
	});

	it.each([
		["it is not there", [stat(6, "apache2", 5)]],
		["it has ended, and nobody has asked how", [stat(5, "apache2", 1, "Z")]],
		["nothing can be seen", []],
	])("is none where %s", (_, processes) => {
		expect(look(processes)).toBeUndefined();
	});
});
