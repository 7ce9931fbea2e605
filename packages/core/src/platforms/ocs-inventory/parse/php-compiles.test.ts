import { describe, expect, it } from "vitest";
import { refusedByPhp } from "../../../../../../test/builders/php-refused.ts";
import { takenByPhp } from "../../../../../../test/builders/php-taken.ts";
import { bytesOf } from "../../../../../../test/builders/tree.ts";
import { readInstallPhp } from "./install-php.ts";

/** As PHP 8.2 would judge it. */
function isTaken(statement: string): boolean {
	const { fault, faults, limits } = readInstallPhp(bytesOf(`<?php\n${statement}\n`), "");
	const fits = limits.every(
		({ since, until }) => Number(since ?? 0) <= 8.2 && Number(until ?? 9) >= 8.2,
	);
	return fault === null && faults.length === 0 && fits;
}

describe("install.php", () => {
	it("may hold whatever PHP compiles", () => {
		expect(takenByPhp.filter((statement) => !isTaken(statement))).toEqual([]);
	});

	it("is refused for whatever PHP does not compile", () => {
		expect(refusedByPhp.filter(isTaken)).toEqual([]);
	});
});
