import type { DatabaseConnection } from "../../../databases/database-connection.ts";
import { GraftError } from "../../../domain/errors.ts";
import type { DatabaseLink, LinkCheck } from "../../place.ts";
import { ocsCodes } from "../codes.ts";
import { judge } from "./judge.ts";
import { type Answer, type Answers, type Question, questions } from "./questions.ts";

/** OCS's own database, by URL. */
export const link: DatabaseLink = {
	kind: "database",
	id: "ocs-inventory",
	name: "OCS's database",
	about:
		"The one that OCS Inventory's console and communication server work on. Once it is linked, activating an extension makes its tables there, and what agents send is seen here. Linking changes nothing in it.",
	whereFound:
		"OCS's own dbconfig.inc.php has user, password and database, which is usually ocsweb.",
	versionKey: "ocsVersion",
	purpose: "URL of OCS's database",
	variable: "OCS_DATABASE_URL",
	codes: {
		unreachable: ocsCodes["ocs/database-unreachable"],
		unusable: ocsCodes["ocs/database-refuses"],
	},
	check,
};

async function check(connection: DatabaseConnection): Promise<LinkCheck> {
	const answers: Partial<Record<Question, Answer>> = {};
	for (const name of Object.keys(questions) as Question[])
		answers[name] = await ask(connection, questions[name]);
	return judge(answers as Answers);
}

/** No answer for want of a table or a right is an answer too; a lost connection is none. */
async function ask(connection: DatabaseConnection, sql: string): Promise<Answer> {
	try {
		return { rows: await connection.query(sql) };
	} catch (error) {
		if (error instanceof GraftError && error.kind === "refused") return { refusal: error.message };
		throw error;
	}
}
