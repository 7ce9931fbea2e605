import { describe, expect, test } from "vitest";
import { neededRights } from "./needs.ts";
import { rightsOn } from "./rights.ts";

const all = [...neededRights];
const to = "TO `ocs`@`localhost`";
const rights = (...grants: string[]) => [...rightsOn("ocs_web", grants)];

describe("the rights on a whole database", () => {
	test.each([
		["everywhere", `GRANT ALL PRIVILEGES ON *.* ${to} WITH GRANT OPTION`],
		["on it", `GRANT ALL PRIVILEGES ON \`ocs_web\`.* ${to}`],
		["on it, its name escaped", `GRANT ALL PRIVILEGES ON \`ocs\\_web\`.* ${to}`],
		["by a pattern", `GRANT ALL PRIVILEGES ON \`ocs%\`.* ${to}`],
	])("are all there where all were given %s", (_where, grant) => {
		expect(rights("GRANT USAGE ON *.* TO `ocs`@`localhost`", grant)).toEqual(all);
	});

	test("add up over several grants", () => {
		const data = `GRANT SELECT, INSERT, UPDATE, DELETE ON \`ocs_web\`.* ${to}`;
		const schema =
			"GRANT CREATE, DROP, INDEX, ALTER, CREATE TEMPORARY TABLES, CREATE VIEW ON *.* TO `role`";
		expect(rights(data, schema).sort()).toEqual(all.sort());
	});

	test.each([
		["another database", `GRANT ALL PRIVILEGES ON \`other\`.* ${to}`],
		[
			"a database whose escaped name only looks alike",
			`GRANT ALL PRIVILEGES ON \`ocs\\%\`.* ${to}`,
		],
		["a table", `GRANT ALL PRIVILEGES ON \`ocs_web\`.\`config\` ${to}`],
		["columns", `GRANT SELECT (\`ID\`, \`NAME\`) ON \`ocs_web\`.\`hardware\` ${to}`],
		["a role that is off", "GRANT `role` TO `ocs`@`localhost`"],
		["a name that holds a pattern of ours", `GRANT ALL PRIVILEGES ON \`ocs.web\`.* ${to}`],
	])("are none where they were given on %s", (_what, grant) => {
		expect(rights(grant)).toEqual([]);
	});

	test("lack what MySQL takes away from everywhere", () => {
		const revoke = "REVOKE DROP, ALTER ON `ocs_web`.* FROM `ocs`@`localhost`";
		expect(rights(`GRANT SELECT, DROP, ALTER ON *.* ${to}`, revoke)).toEqual(["SELECT"]);
	});
});
