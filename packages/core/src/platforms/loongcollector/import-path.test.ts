import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
	baseName,
	isExplicitVersion,
	isImportPath,
	isModulePath,
	isWithin,
	majorFits,
} from "./import-path.ts";

describe("an import path", () => {
	it.each([
		["example.org/you/plugins", true],
		["my-repo.com/my_space/~x/v2", true],
		["example.org/you/plugins // the plugin", false],
		['example.org/x"; import _ "os', false],
		["example.org/x\nimport _ `os`", false],
		["../x", false],
		["example.org/../x", false],
		["example.org//x", false],
		["/example.org/x", false],
		["example.org/x/", false],
		["example.org/x.", false],
		["-x/y", false],
		["", false],
	])("%j: %s", (path, valid) => {
		expect(isImportPath(path)).toBe(valid);
	});

	it("never holds what could end the quotes around it, whatever is given", () => {
		fc.assert(
			fc.property(fc.string(), (text) => {
				if (isImportPath(text)) expect(text).toMatch(/^[A-Za-z0-9._~/-]+$/);
			}),
		);
		fc.assert(
			fc.property(fc.string(), fc.string(), (before, after) => {
				for (const sign of ['"', "\\", "\n", " ", "`", ";"])
					expect(isImportPath(`example.org/${before}${sign}${after}`)).toBe(false);
			}),
		);
	});

	it("is within its module by whole elements", () => {
		expect(isWithin("example.org/x", "example.org/x/y")).toBe(true);
		expect(isWithin("example.org/x", "example.org/xy")).toBe(false);
	});
});

describe("a module", () => {
	it("has a domain, so that it never is a part of Go's own library", () => {
		expect(isModulePath("example.org/x")).toBe(true);
		for (const path of ["os", "net/http", "x.y-/..", "Example.org/x"])
			expect(isModulePath(path)).toBe(false);
	});

	it("is called by its last name that is no major version", () => {
		expect(baseName("example.org/you/mark/v2")).toBe("mark");
		expect(baseName("example.org")).toBe("example.org");
	});

	it.each([
		["v1.2.3", true],
		["v0.0.0-20251128023530-ff9100777811", true],
		["latest", false],
		["main", false],
		["1.2.3", false],
		["v1.2", false],
		["v01.2.3", false],
		["v1.2.3 // x", false],
	])("has an explicit version: %s is one: %s", (version, valid) => {
		expect(isExplicitVersion(version)).toBe(valid);
	});

	it("of major version 2 says so in its path", () => {
		expect(majorFits("example.org/x", "v1.9.0")).toBe(true);
		expect(majorFits("example.org/x", "v2.0.0")).toBe(false);
		expect(majorFits("example.org/x/v2", "v2.0.0")).toBe(true);
		expect(majorFits("example.org/x/v3", "v2.0.0")).toBe(false);
	});
});
