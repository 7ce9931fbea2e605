import { describe, expect, it } from "vitest";
import {
	endsWhenRun,
	refusedByPhp,
	refusedByPhpAlone,
	takenByPhp,
} from "../../../../../../test/builders/php/tables.ts";
import { limitedToVersions, takenByAll } from "../../../../../../test/builders/php/versions.ts";
import { bytesOf } from "../../../../../../test/builders/tree.ts";
import { readInstallPhp } from "./install-php.ts";

const read = (statement: string) => readInstallPhp(bytesOf(`<?php\n${statement}\n`), "");

/** As PHP 8.2 would judge it. */
function isTaken(statement: string): boolean {
	const { fault, faults, limits } = read(statement);
	const fits = limits.every(
		({ since, until }) => Number(since ?? 0) <= 8.2 && Number(until ?? 9) >= 8.2,
	);
	return fault === null && faults.length === 0 && fits;
}

describe("install.php", () => {
	it("may hold whatever PHP compiles", () => {
		expect(takenByPhp.filter((statement) => !isTaken(statement))).toEqual([]);
	});

	it("is refused for whatever PHP does not compile, or ends at when it runs", () => {
		expect([...refusedByPhp, ...endsWhenRun].filter(isTaken)).toEqual([]);
	});

	it("is judged otherwise than PHP does in these cases, and in no other that is known", () => {
		expect(refusedByPhpAlone.filter((statement) => !isTaken(statement))).toEqual([]);
	});

	it.each(limitedToVersions)("tells which PHP takes it: %s", (source, limit) => {
		const { fault, limits } = read(source);
		expect(fault).toBeNull();
		const [word, version] = limit.split(" ");
		expect(limits).toContainEqual(expect.objectContaining({ [word as string]: version }));
	});

	it("needs no certain PHP for what all of them take", () => {
		const limited = takenByAll.filter((source) => {
			const { fault, faults, limits } = read(source);
			return fault !== null || faults.length + limits.length > 0;
		});
		expect(limited).toEqual([]);
	});

	it("is refused where what it needs is in no PHP together", () => {
		expect(read("$a{0};\nmatch(1) { default => 1 };").faults).toEqual([
			{ line: 2, what: expect.stringContaining("line 3 needs 8.0") },
		]);
	});
});
