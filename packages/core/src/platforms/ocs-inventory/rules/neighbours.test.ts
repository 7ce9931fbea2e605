import { describe, expect, it } from "vitest";
import type { OcsSample } from "../../../../../../test/builders/ocs-files.ts";
import { readSample, verdicts } from "../../../../../../test/builders/ocs-reading.ts";

function installed(sample: OcsSample) {
	const { extension } = readSample({}, sample);
	return extension === null ? [] : [extension];
}

const beside = (sample: OcsSample) => verdicts(readSample({}, { neighbours: installed(sample) }));

describe("beside another extension", () => {
	it("what both claim is told", () => {
		expect(beside({ id: "other" })).toEqual(["info ocs/translation-taken"]);
		expect(new Set(beside({ id: "other", table: "probe", segment: "Probe" }))).toEqual(
			new Set([
				"warning server ocs/file-taken",
				"warning server ocs/section-taken",
				"warning database ocs/table-taken",
				"info ocs/translation-taken",
			]),
		);
	});

	it("a second copy whose id differs in case would end OCS's console", () => {
		expect(beside({ id: "Probe", table: "t", segment: "Second" })).toContain(
			"warning web ocs/second-copy",
		);
	});

	it("an earlier version of itself is no conflict", () => {
		expect(beside({ version: "0.9" })).toEqual([]);
	});

	it("one of another system is none either", () => {
		const neighbours = installed({ id: "other", table: "probe" }).map((one) => ({
			...one,
			platform: "panoptes" as const,
		}));
		expect(verdicts(readSample({}, { neighbours }))).toEqual([]);
	});
});
