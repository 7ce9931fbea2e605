import { expect, it } from "vitest";
import { browserName } from "./browser-name.ts";

it.each([
	[
		"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36",
		"Chrome on Linux",
	],
	[
		"Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:143.0) Gecko/20100101 Firefox/143.0",
		"Firefox on Windows",
	],
	["curl/8.5.0", "curl"],
	["", "Unknown program"],
])("says %s as people do", (said, expected) => {
	expect(browserName(said)).toBe(expected);
});
