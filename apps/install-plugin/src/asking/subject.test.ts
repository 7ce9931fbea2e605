import { GraftError } from "@graft/core/domain/errors";
import { describe, expect, it } from "vitest";
import { demandId, isArchivePath, subjectId } from "./subject.ts";

describe("what a command is about", () => {
	it.each(["a/b", "./x", "x.zip", "X.ZIP", "x.tar.gz", "x.tgz", "x.7z", "x.rar", "page.html"])(
		"%s is a path",
		(subject) => {
			expect(isArchivePath(subject)).toBe(true);
			expect(() => demandId(subject)).toThrow("is a path");
		},
	);

	it.each(["officepack", "probe-1.2", "net.ping", "zip"])("%s is an id", (subject) => {
		expect(isArchivePath(subject)).toBe(false);
		expect(demandId(subject)).toBe(subject);
	});

	it("has a root only where it is an archive", () => {
		expect(subjectId("probe", {})).toBe("probe");
		expect(() => subjectId("probe", { root: "a" })).toThrow(GraftError);
	});
});
