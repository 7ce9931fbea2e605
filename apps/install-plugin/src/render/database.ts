import type { DatabaseCheck } from "@graft/services/ocs-database/check-database";
import type { Paint } from "../terminal.ts";
import { oneLine } from "./one-line.ts";
import { problemLines } from "./problems.ts";

const styles = { usable: "green", unusable: "red", unreachable: "red" } as const;

export function databaseLines(check: DatabaseCheck, paint: Paint): string[] {
	const { label, source, state, ocsVersion, serverVersion, problems } = check;
	if (state === null || label === null)
		return ["No database of OCS Inventory is linked: install-plugin database link"];
	const from = source === "environment" ? "  (OCS_DATABASE_URL)" : "";
	return [
		`${paint(styles[state], state)}  ${oneLine(label)}${from}`,
		...(serverVersion === null ? [] : [`    server: ${oneLine(serverVersion)}`]),
		...(ocsVersion === null ? [] : [`    OCS Inventory's database: version ${ocsVersion}`]),
		...problemLines(problems, paint),
	];
}
