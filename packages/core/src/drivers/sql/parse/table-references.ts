import type { TableName } from "./sql-reader.ts";
import { isMark, keyword, type SqlToken } from "./sql-tokens.ts";

export interface TableReference extends TableName {
	/** False only where the statement can do no more than read it. */
	readonly isChanged: boolean;
}

const words = (text: string): ReadonlySet<string> => new Set(text.split(" "));

const STATEMENTS = words("SELECT INSERT REPLACE UPDATE DELETE");
const OPENS = words("SELECT JOIN STRAIGHT_JOIN INTO TABLE TABLES REFERENCES");
const OPENS_A_LIST = words("FROM JOIN STRAIGHT_JOIN USING");
const LISTING_VERBS = words("DROP RENAME LOCK DELETE TRUNCATE");
const ENDS_A_LIST = words(
	"WHERE GROUP ORDER HAVING LIMIT SET UNION VALUES VALUE BEGIN DO ENGINE THEN ELSE",
);
const BEFORE_A_NAME = words(
	"IF NOT EXISTS IGNORE LOW_PRIORITY DELAYED HIGH_PRIORITY QUICK LATERAL TABLE AS TO",
);
/** Behind these, INSERT, UPDATE and DELETE tell of what happens elsewhere: `ON DELETE CASCADE`, `BEFORE INSERT`. */
const NO_STATEMENT_AFTER = words("ON KEY FOR BEFORE AFTER OR");
const NO_ALIAS = words(
	"ON USING WHERE SET JOIN INNER LEFT RIGHT CROSS NATURAL STRAIGHT_JOIN GROUP ORDER LIMIT FROM",
);

/** One level of parentheses. */
interface Level {
	/** What the statement does here: the last of SELECT, DELETE, UPDATE, INSERT; "" in those of a function. */
	readonly verb: string;
	readonly choice: Choice | null;
	/** Whether a comma leads to another name. */
	inList: boolean;
	/** Whether what is named now may be changed. */
	isChange: boolean;
}

/** Which of several tables it changes is told elsewhere: `DELETE a FROM …`, `DELETE FROM a USING …`, `UPDATE … SET a.c = 1`. */
interface Choice {
	readonly targets: TableName[];
	readonly sources: (TableName & { readonly alias: string })[];
	/** The word behind which the several stand. */
	readonly opener: string;
	/** Whether what is named now is one of the several. */
	isListing: boolean;
	/** Whether a name before a dot is a target now. */
	isSetting: boolean;
	/** Then each of them may be changed. */
	isUnclear: boolean;
}

/**
 * Every table that stands where a statement names one, at any depth, in one pass. Rather one too many than one too few, and
 * rather changed than read: what is found here is held against the extension.
 */
export function tableReferences(tokens: readonly SqlToken[]): readonly TableReference[] {
	return new Finder(tokens).found();
}

class Finder {
	readonly #tokens: readonly SqlToken[];
	readonly #verb: string;
	readonly #isDoubted: boolean;
	readonly #found: TableReference[] = [];
	readonly #outer: Level[] = [];
	readonly #choices: Choice[] = [];
	readonly #seen = new Set<string>();
	#level: Level;
	#isExpected = false;

	constructor(tokens: readonly SqlToken[]) {
		this.#tokens = tokens;
		this.#verb = keyword(tokens[0]);
		this.#isDoubted = tokens.some(({ doubt }) => doubt !== null);
		this.#level = levelOf(this.#verb);
	}

	found(): readonly TableReference[] {
		for (let at = 0; at < this.#tokens.length; at += 1) at += this.#look(at);
		return [...this.#found, ...this.#choices.flatMap(resolved)];
	}

	/** How many tokens beyond this one belong to it. */
	#look(at: number): number {
		const token = this.#tokens[at];
		const word = keyword(token);
		if (isMark(token, "(")) this.#open();
		else if (isMark(token, ")")) this.#close();
		else if (isMark(token, ",")) {
			this.#isExpected = this.#level.inList;
			this.#assignment(at);
		} else if (isMark(token, ";")) this.#level.inList = this.#isExpected = false;
		else if (this.#begins(at, word)) this.#begin(at, word);
		else if (ENDS_A_LIST.has(word)) {
			this.#level.inList = this.#isExpected = false;
			if (word === "SET") this.#set(at);
		} else if (this.#isExpected && !isBetween(token) && !BEFORE_A_NAME.has(word)) {
			this.#isExpected = false;
			const name = nameAt(this.#tokens, at);
			if (name !== undefined) this.#note(name, at);
			if (name !== undefined && name.schema !== "") return 2;
		}
		if (word !== "") this.#seen.add(word);
		return 0;
	}

	#open(): void {
		this.#outer.push(this.#level);
		// `FROM (a JOIN b)` goes on inside; elsewhere another SELECT or the values of a function stand there.
		this.#level = this.#isExpected ? { ...this.#level, inList: true } : levelOf("");
	}

	#close(): void {
		this.#level = this.#outer.pop() ?? levelOf(this.#verb);
		this.#isExpected = false;
	}

	/** Whether a name of a table follows this word. */
	#begins(at: number, word: string): boolean {
		const after = this.#tokens[at + 1];
		const isStatement = !NO_STATEMENT_AFTER.has(keyword(this.#tokens[at - 1]));
		switch (word) {
			case "DELETE":
			case "UPDATE":
				return isStatement;
			case "INSERT":
			case "REPLACE":
				return isStatement && !isMark(after, "(");
			case "FROM":
				// `TRIM(x FROM y)` and `EXTRACT(DAY FROM d)` have none.
				return this.#level.verb !== "";
			case "LIKE":
				return this.#verb === "CREATE" && !this.#seen.has("SELECT");
			case "ON":
				return this.#isOnTable(keyword(after));
			case "USING":
				return this.#level.verb === "DELETE" && !isMark(after, "(");
			case "TO":
				return this.#verb === "RENAME";
			case "RENAME":
				return at > 0 && !/^(COLUMN|KEY|INDEX)$/.test(keyword(after));
			default:
				return OPENS.has(word);
		}
	}

	/** The one of `CREATE INDEX i ON a` and `CREATE TRIGGER t … ON a`; every later one belongs to a JOIN. */
	#isOnTable(after: string): boolean {
		if (this.#verb !== "CREATE" && this.#verb !== "DROP") return false;
		return (
			["TABLE", "SELECT", "ON"].every((one) => !this.#seen.has(one)) &&
			after !== "SCHEDULE" &&
			after !== "COMPLETION"
		);
	}

	#begin(at: number, word: string): void {
		this.#isExpected = word !== "SELECT";
		if (STATEMENTS.has(word)) {
			const choice = this.#choiceAt(at, word);
			this.#level = { ...levelOf(word), choice, inList: /^(DELETE|UPDATE)$/.test(word) };
			return;
		}
		const { verb, choice } = this.#level;
		const isOfList = OPENS_A_LIST.has(word);
		if (word === choice?.opener) choice.isListing = true;
		this.#level.inList = isOfList || LISTING_VERBS.has(this.#verb);
		this.#level.isChange = !isOfList || verb !== "SELECT";
	}

	#choiceAt(at: number, word: string): Choice | null {
		if (word !== "DELETE" && word !== "UPDATE") return null;
		let next = at + 1;
		while (/^(LOW_PRIORITY|QUICK|IGNORE)$/.test(keyword(this.#tokens[next]))) next += 1;
		const isListing = word === "UPDATE";
		const isUsing = keyword(this.#tokens[next]) === "FROM";
		const opener = isListing ? word : isUsing ? "USING" : "FROM";
		// Where one token may be read otherwise, so may the list that the names stand for.
		const isUnclear = this.#isDoubted;
		const choice = { targets: [], sources: [], opener, isListing, isSetting: false, isUnclear };
		this.#choices.push(choice);
		return choice;
	}

	#set(at: number): void {
		const { verb, choice } = this.#level;
		if (verb !== "UPDATE" || choice === null) return;
		choice.isListing = false;
		choice.isSetting = true;
		this.#assignment(at);
	}

	/** `a.c = …` behind SET or a comma tells its table; anything else could be a column of each. */
	#assignment(at: number): void {
		const { choice } = this.#level;
		if (choice?.isSetting !== true) return;
		const name = textOfName(this.#tokens[at + 1]);
		const isTold =
			name !== undefined &&
			isMark(this.#tokens[at + 2], ".") &&
			textOfName(this.#tokens[at + 3]) !== undefined &&
			isMark(this.#tokens[at + 4], "=");
		if (isTold) choice.targets.push({ schema: "", name });
		else choice.isUnclear = true;
	}

	#note(name: TableName, at: number): void {
		const { choice } = this.#level;
		if (choice === null) this.#found.push({ ...name, isChanged: this.#level.isChange });
		else if (!choice.isListing) choice.targets.push(name);
		else {
			const behind = at + (name.schema === "" ? 1 : 3);
			const alias = aliasAt(
				this.#tokens,
				behind + (keyword(this.#tokens[behind]) === "AS" ? 1 : 0),
			);
			choice.sources.push({ ...name, alias });
		}
	}
}

/** A target that cannot be told stands for all of them. */
function resolved({ targets, sources, isUnclear: isOpen }: Choice): readonly TableReference[] {
	const known = new Set(sources.flatMap(({ name, alias }) => [lower(name), lower(alias)]));
	const wanted = new Set(targets.map(({ name }) => lower(name)));
	const isUnclear = isOpen || wanted.size === 0 || [...wanted].some((name) => !known.has(name));
	return [
		...sources.map(({ schema, name, alias }) => ({
			...{ schema, name },
			isChanged: isUnclear || wanted.has(lower(name)) || wanted.has(lower(alias)),
		})),
		...targets
			.filter(({ schema }) => isUnclear || schema !== "")
			.map((target) => ({ ...target, isChanged: true })),
	];
}

function levelOf(verb: string): Level {
	return { verb, choice: null, inList: false, isChange: true };
}

function lower(name: string): string {
	return name.toLowerCase();
}

/** Between an opening word and its name. */
function isBetween(token: SqlToken | undefined): boolean {
	return isMark(token, ".") || isMark(token, "=");
}

function nameAt(tokens: readonly SqlToken[], at: number): TableName | undefined {
	const first = textOfName(tokens[at]);
	if (first === undefined || first.startsWith("@") || keyword(tokens[at]) === "DUAL")
		return undefined;
	const second = isMark(tokens[at + 1], ".") ? textOfName(tokens[at + 2]) : undefined;
	return second === undefined ? { schema: "", name: first } : { schema: first, name: second };
}

function aliasAt(tokens: readonly SqlToken[], at: number): string {
	return NO_ALIAS.has(keyword(tokens[at])) ? "" : (textOfName(tokens[at]) ?? "");
}

function textOfName(token: SqlToken | undefined): string | undefined {
	return token?.kind === "word" || token?.kind === "name" ? token.text : undefined;
}
