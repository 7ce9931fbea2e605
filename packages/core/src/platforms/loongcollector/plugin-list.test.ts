import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { categories, type Entry, fieldsOf, writeEntry } from "./entry.ts";
import { addEntry, takeEntry } from "./plugin-list.ts";

const entry: Entry = {
	category: "common",
	module: "example.org/you/mark",
	version: "v1.2.0",
	import: "example.org/you/mark",
	path: "/src/collector-plugins/mark",
};
const written = writeEntry(entry);
const lines = `    - gomod: "example.org/you/mark v1.2.0"
      import: "example.org/you/mark"
      path: "/src/collector-plugins/mark"
`;

const commented = `# ours
plugins:
  common: # all systems
    # the first
    - gomod: my.org/one v1.0.0 # pinned
      import: my.org/one

    # the second
    - {gomod: my.org/two v2.0.0, import: my.org/two}
    # the end
  linux:
    - import: my.org/three
project:
  go_envs:
    GOPRIVATE: my.org
`;

describe("an entry", () => {
	it.each([
		["no file", null, `plugins:\n  common:\n${lines}`],
		["a file with comments alone", "# none yet\n", `# none yet\nplugins:\n  common:\n${lines}`],
		[
			"others and their comments",
			commented,
			commented.replace("import: my.org/two}\n", `import: my.org/two}\n${lines}`),
		],
		[
			"another list alone",
			"plugins:\n    linux:\n    - import: my.org/three\n",
			`plugins:\n    linux:\n    - import: my.org/three\n    common:\n${lines.replaceAll(/^ {4}/gm, "      ")}`,
		],
		["no last line's end", "project: {}", `project: {}\nplugins:\n  common:\n${lines}`.trimEnd()],
	])("is put beside %s, and taken out to the byte", (_, before, after) => {
		expect(addEntry(before, written)).toBe(after);
		expect(addEntry(after, written)).toBe(after);
		expect(takeEntry(after, written)).toBe(before);
	});

	it.each([
		["plugins: {common: [{import: my.org/one}]}\n"],
		["plugins:\n  common:\n"],
		["plugins:\n"],
		["plugins:\n  common: []\n"],
		["plugins:\n  common: [{import: my.org/one}]\n"],
		["{}\n"],
		["---\nplugins:\n  common:\n  - import: my.org/one\n...\n"],
		["plugins:\n  common:\n  -   gomod: my.org/one v1.0.0\n      import: >-\n        my.org/one\n"],
		["a: &a\n  import: my.org/one\nplugins:\n  common:\n  - *a\n"],
	])("is put into and taken out of another style by what it says: %j", (before) => {
		const after = addEntry(before, written);
		const said = parse(before)?.plugins?.common ?? [];
		expect(parse(after).plugins.common).toEqual([...said, fieldsOf(entry)]);
		const left = takeEntry(after, written);
		expect(left === null ? null : (parse(left)?.plugins?.common ?? null)).toEqual(
			said.length > 0 ? said : null,
		);
	});

	it("of an earlier version, or one changed by hand, gives way to it", () => {
		const earlier = addEntry(commented, writeEntry({ ...entry, version: "v1.1.0" }));
		expect(addEntry(earlier, written)).toBe(addEntry(commented, written));
		const byHand = addEntry(commented, written).replace("/src/collector", "/elsewhere");
		expect(addEntry(byHand, written)).toBe(addEntry(commented, written));
		expect(takeEntry(byHand, written)).toBe(commented);
	});

	it("keeps the lines' ends of another system", () => {
		const before = commented.replaceAll("\n", "\r\n");
		const after = addEntry(before, written);
		expect(after.replaceAll("\r\n", "")).not.toContain("\n");
		expect(takeEntry(after, written)).toBe(before);
	});

	it.each(["- a\n", "plugins: [\n", "a: 1\na: 2\n", "text\n"])(
		"is not put into what cannot be read: %j",
		(text) => {
			expect(() => addEntry(text, written)).toThrow("Nothing was touched.");
		},
	);

	const name = fc.stringMatching(/^[a-z]{1,8}$/);
	const other = fc.record({ category: fc.constantFrom(...categories), name, comment: name });
	const indent = fc.constantFrom("", "  ");

	it("leaves all others to the byte, in whatever order they come and go", () => {
		fc.assert(
			fc.property(
				fc.uniqueArray(other, { selector: (each) => each.name, maxLength: 6 }),
				indent,
				fc.constantFrom(...categories),
				name,
				(others, inside, category, second) => {
					const lists = categories.flatMap((each) => {
						const items = others.filter((item) => item.category === each);
						const text = items.map(
							(item) =>
								`  ${inside}# ${item.comment}\n  ${inside}- gomod: my.org/${item.name} v1.0.0 # ${item.comment}\n  ${inside}  import: my.org/${item.name}\n`,
						);
						return items.length === 0 ? [] : [`  ${each}:\n${text.join("\n")}`];
					});
					const before = lists.length === 0 ? null : `# top\nplugins:\n${lists.join("")}`;
					const one = writeEntry({ ...entry, category });
					const two = writeEntry({ ...entry, category, module: `example.org/${second}` });
					const both = addEntry(addEntry(before, one), two);
					expect(takeEntry(takeEntry(both, two) ?? "", one)).toBe(before);
					const last = takeEntry(both, one) ?? "";
					expect(last).toBe(addEntry(before, two));
					expect(takeEntry(last, two)).toBe(before);
				},
			),
		);
	});
});
