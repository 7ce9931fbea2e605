import type { DatabaseConnection } from "@graft/core/databases/database-connection";
import { openDatabase } from "@graft/core/databases/open-database";
import { GraftError } from "@graft/core/domain/errors";
import { type Judgement, judge } from "@graft/core/platforms/ocs-inventory/database/judge";
import {
	type Answer,
	type Answers,
	type Question,
	questions,
} from "@graft/core/platforms/ocs-inventory/database/questions";

/** Asks a database whether it is OCS's and can be worked with; changes nothing. Throws as `openDatabase` does. */
export async function lookAtDatabase(url: string): Promise<Judgement> {
	const connection = await openDatabase(url);
	try {
		return await judgeDatabase(connection);
	} finally {
		await connection.close();
	}
}

export async function judgeDatabase(connection: DatabaseConnection): Promise<Judgement> {
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
