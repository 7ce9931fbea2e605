import fc from "fast-check";

/** Pieces of a statement, to be put together with something between them. */
type Pieces = readonly string[];

const either = (...choices: readonly string[]) => fc.constantFrom(...choices);
const table = either("a", "b", "`a`", "`my table`", "ocsweb.b");
const column = either("ID", "NAME", "`NAME`", "AMOUNT");
const text = either("'x'", "'it''s'", '"y"', "'\\''", "'-- '", "''", "'é'");
const number = either("0", "1", "-7", "2.5", "1e3", "0x1F");
const harmless = fc.oneof(
	...[column, text, number, either("NULL", "DEFAULT", "CURRENT_TIMESTAMP", "NOW()", "b'1'")],
	either("CONCAT('a', NAME)", "IFNULL(AMOUNT, 0)", "LOWER(NAME)", "COUNT(*)", "UUID()"),
	either("(SELECT MAX(AMOUNT) FROM b)", "CASE WHEN ID THEN 1 ELSE 2 END", "CAST(ID AS CHAR)"),
	either("NOW() - INTERVAL 1 DAY", "(1, 2)", "(ID)", "NOT ID", "EXISTS (SELECT 1 FROM a x)"),
);
const operator = either("=", "<>", "<=>", ">", "AND", "OR", "+", "-", "LIKE", "DIV", "||", "%");
const condition = fc.oneof(
	fc.tuple(harmless, operator, harmless),
	fc.tuple(column, either("IS NULL", "IN (1, 2)", "BETWEEN 1 AND 2", "NOT IN (SELECT ID FROM b)")),
);
const where = fc.oneof(
	fc.constant<Pieces>([]),
	condition.map((pieces) => ["WHERE", ...pieces]),
	condition.map((pieces) => ["WHERE", ...pieces, "ORDER BY ID", "LIMIT 1"]),
);
const type = either(
	...["INT(11)", "VARCHAR(9)", "TEXT", "DECIMAL(5,2)", "ENUM('a','b')", "JSON", "DATETIME"],
	...["BIGINT UNSIGNED", "DOUBLE PRECISION", "CHAR CHARACTER SET latin1", "TIMESTAMP"],
);
const attribute = either(
	...["NOT NULL", "NULL", "DEFAULT NULL", "DEFAULT 1", "DEFAULT 'x'", "COMMENT 'c'", "UNIQUE"],
	...["DEFAULT CURRENT_TIMESTAMP", "CHECK (NAME <> '')", "COLLATE utf8mb4_bin", ""],
);
const definition = fc.tuple(either("C", "`d e`", "NAME", "VALUE", "KIND"), type, attribute);
const key = either(
	...["PRIMARY KEY (ID)", "KEY k (NAME(3))", "UNIQUE (ID, NAME)", "INDEX i (ID) USING BTREE"],
	...["CONSTRAINT c CHECK (ID > 0)", "FOREIGN KEY (ID) REFERENCES b (ID) ON DELETE CASCADE"],
);
const option = either(
	...["ENGINE=InnoDB", "DEFAULT CHARSET=utf8mb4", "COMMENT='t'", "ROW_FORMAT=DYNAMIC", ""],
	...["AUTO_INCREMENT=5", "COLLATE utf8mb4_bin", "ENGINE MyISAM"],
);
const refs = fc.oneof(
	table.map((name): Pieces => [name]),
	fc
		.tuple(table, either("JOIN", "LEFT JOIN", ","), table)
		.map(([one, join, other]) => [
			...[one, "x", join, other, "y"],
			...(join === "LEFT JOIN" ? ["ON", "x.ID = y.ID"] : []),
		]),
);

const flat = (pieces: readonly (string | Pieces)[]): Pieces => pieces.flat();
const plain: fc.Arbitrary<Pieces> = fc.oneof(
	fc
		.tuple(either("CREATE TABLE", "CREATE TABLE IF NOT EXISTS"), table, definition, key, option)
		.map(([create, name, columns, keys, options]) =>
			flat([create, name, "(", "ID INT,", columns, ",", keys, ")", options]),
		),
	fc
		.tuple(table, either("ADD", "ADD COLUMN", "MODIFY", "CHANGE NAME"), definition)
		.map(([name, does, columns]) => flat(["ALTER TABLE", name, does, columns])),
	fc
		.tuple(table, either("ADD KEY (ID)", "DROP COLUMN NAME", "DROP PRIMARY KEY", "ENGINE=InnoDB"))
		.map(([name, does]) => ["ALTER TABLE", name, does]),
	fc.tuple(either("DROP TABLE", "DROP TABLE IF EXISTS"), table, either("", ", b")),
	fc.tuple(either("CREATE INDEX i ON", "CREATE UNIQUE INDEX `i` ON"), table, fc.constant("(ID)")),
	fc
		.tuple(either("INSERT INTO", "INSERT IGNORE", "REPLACE"), table, harmless, harmless)
		.map(([insert, name, one, other]) => [
			...[insert, name, "(ID, NAME)", "VALUES", "(", one, ",", other, ")"],
		]),
	fc
		.tuple(table, harmless, refs, where)
		.map(([name, one, from, rest]) =>
			flat(["INSERT INTO", name, "(NAME)", "SELECT", one, "FROM", from, rest]),
		),
	fc
		.tuple(refs, either("x.NAME", "NAME", "a.NAME"), harmless, where)
		.map(([from, name, one, rest]) => flat(["UPDATE", from, "SET", name, "=", one, rest])),
	fc.tuple(table, where).map(([name, rest]) => flat(["DELETE FROM", name, rest])),
	fc
		.tuple(refs, where)
		.map(([from, rest]) => flat(["DELETE", from.includes("x") ? "x" : "a", "FROM", from, rest])),
);

/** What attackers put somewhere: it is read otherwise than it looks, reaches further, or both. */
const poison = fc.oneof(
	either(
		...[
			"1e0JOIN hardware",
			"1.JOIN hardware",
			".5JOIN hardware",
			"\\NJOIN hardware",
			".5eJOIN hardware",
		],
		...["0b1JOIN hardware", "'x'JOIN hardware", "@x JOIN hardware", "JOIN hardware h ON 1"],
		...[", hardware", ",hardware SET", "NATURAL JOIN hardware", "STRAIGHT_JOIN `hardware`"],
		...["UNION SELECT * FROM hardware", "INTO hardware", "FROM hardware", "TABLE hardware"],
		...["(SELECT COUNT(*) FROM hardware)", "EXISTS (SELECT * FROM config)", "{oj hardware}"],
		...["LIKE hardware", "SELECT * FROM hardware", "REFERENCES hardware (ID)", "AS hardware"],
		...["RENAME = stolen", "RENAME hardware", "RENAME TO c", "UNION=(hardware)", "TO hardware"],
	),
	either(
		...[
			"drain()",
			"drain ()",
			"ocsweb.drain()",
			"`drain`()",
			"SLEEP(9)",
			"BENCHMARK(9000000000,1)",
		],
		...["RELEASE_ALL_LOCKS()", "RELEASE_LOCK('kept')", "LOAD_FILE('/x')", "CONCAT ('a')", "NOW ()"],
		...["NEXT VALUE FOR counted", "@@global.max_connections", "@x := 1", "REPEAT('x', 1e9)"],
	),
	either(
		...[
			"/*! , hardware */",
			"/*!40101 , hardware */",
			"/*!99999 , hardware */",
			"/*M! , hardware */",
		],
		...[
			"/* x */",
			"/*",
			"*/",
			"/*!",
			"/*+ MAX_EXECUTION_TIME(1) */",
			"--\u0001",
			"--\u007f",
			"-- x\n",
		],
		...[
			"#\n",
			"#",
			"--",
			"--x",
			"\u00a0",
			"\ufeff",
			"\u200b",
			"\u2028",
			"\u0001",
			"\0",
			"\v",
			"\f",
			"\r",
		],
	),
	either(
		...[
			"hardware",
			"`hardware`",
			"Hardware",
			"seen",
			"`#mysql50#hardware`",
			"hardware.NAME",
			".hardware",
		],
		...[
			"other.kept",
			"mysql.user",
			"`a``b`",
			"`",
			"'",
			'"',
			"\\",
			"\\'",
			";",
			"; DROP TABLE hardware",
			";;",
		],
		...["(", ")", ",", ".", "=", "1", "1e", "2fa", "N'x'", "_utf8'x'", "x'41'", "DATE'2020-01-01'"],
		...["FOR UPDATE", "LOCK IN SHARE MODE", "PROCEDURE ANALYSE()", "RETURNING ID", "PARTITION (p)"],
		...["WITH w AS (SELECT * FROM hardware)", "ON DUPLICATE KEY UPDATE ID = 1", "LIMIT 1", "DUAL"],
	),
);

/** `a` becomes `a` and something odd, one of the pieces is replaced, or left out. */
interface Mutation {
	readonly at: number;
	readonly poison: string;
	readonly how: "behind" | "glued" | "instead" | "without";
}

const mutation: fc.Arbitrary<Mutation> = fc.record({
	at: fc.nat(),
	poison,
	how: fc.constantFrom("behind", "glued", "instead", "without"),
});

function mutated(pieces: Pieces, { at, poison: odd, how }: Mutation): Pieces {
	const here = at % pieces.length;
	const piece = pieces[here] ?? "";
	const changed = {
		behind: [piece, odd],
		glued: [`${piece}${odd}`],
		instead: [odd],
		without: [],
	};
	const result = [...pieces.slice(0, here), ...changed[how], ...pieces.slice(here + 1)];
	return result.length === 0 ? [odd] : result;
}

const between = fc.constantFrom(" ", " ", " ", "\n", "\t", "/**/", " -- x\n", "  ");

/**
 * Statements on the tables `a`, `b` and `my table` of the database `ocsweb`, as extensions write them, and what an attacker
 * makes of them. The other tables that are named in them are `hardware`, `config`, `other.kept` and the view `seen`.
 */
export const statements: fc.Arbitrary<string> = fc
	.tuple(plain, fc.array(mutation, { maxLength: 2 }), between)
	.map(([pieces, mutations, space]) =>
		mutations
			.reduce(
				mutated,
				pieces.filter((piece) => piece !== ""),
			)
			.join(space),
	);
