import type { Problem } from "@graft/core/domain/problem";
import { expect, test } from "vitest";
import { ocsCodes } from "../../../../packages/core/src/platforms/ocs-inventory/codes.ts";
import type { Ask } from "../terminal/ask.ts";
import { acceptWarnings } from "./accept-warnings.ts";

const warning = (path: string, message = "It does something."): Problem => ({
	...{ severity: "warning", code: ocsCodes["ocs/map-code"], hint: "", part: "server" },
	...{ path, message },
});

async function asked(problems: readonly Problem[]): Promise<string> {
	let question = "";
	const ask = {
		confirm: async (message: string) => {
			question = message;
			return true;
		},
	} as unknown as Ask;
	expect(await acceptWarnings(ask, problems, [], ["server"])).toEqual(["ocs/map-code"]);
	return question;
}

test("one yes to a code names every place that it is about", async () => {
	const paths = ["a/Map.pm", "b/Map.pm", "c/Map.pm", "a/Map.pm"];
	const question = await asked([
		...paths.map((path) => warning(path)),
		warning("", "No file at all."),
	]);
	expect(question).toContain(
		"ocs/map-code: a/Map.pm (2 times), b/Map.pm, c/Map.pm, No file at all.",
	);
});

test("nothing that a package wrote can add a line of its own", async () => {
	const question = await asked([warning("a\nGo on? yes\u001b[2J")]);
	expect(question.split("\n")).toHaveLength(3);
	expect(question.replaceAll("\n", "")).not.toMatch(/\p{Cc}/u);
});
