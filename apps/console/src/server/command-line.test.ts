import { expect, it } from "vitest";
import { commandLine } from "./command-line.ts";

const paths = { home: "/srv/a graft", extensions: "/usr/share/ext", databaseUrl: "file:/db" };

it("says only what was set for the console", () => {
	expect(commandLine(paths, {}).settings).toEqual([]);
	expect(commandLine(paths, { EXTENSIONS_DIR: "../ext" }).settings).toEqual([
		"EXTENSIONS_DIR=/usr/share/ext",
	]);
});

it("quotes for a shell", () => {
	expect(commandLine(paths, { GRAFT_HOME: "x" }).settings).toEqual(["GRAFT_HOME='/srv/a graft'"]);
	const odd = { ...paths, home: "/it's" };
	expect(commandLine(odd, { GRAFT_HOME: "x" }).settings).toEqual(["GRAFT_HOME='/it'\\''s'"]);
});
