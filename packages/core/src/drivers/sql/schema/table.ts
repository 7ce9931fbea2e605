/** A column as the database itself describes it: types in its own normal form, expressions as SQL. */
export interface Column {
	readonly name: string;
	/** `int(11) unsigned`, `varchar(255)`, `enum('a','b')`. */
	readonly type: string;
	/** null where the type has none. */
	readonly charset: string | null;
	readonly collation: string | null;
	readonly nullable: boolean;
	/** SQL; null where there is no default at all, which is not `NULL`. */
	readonly default: string | null;
	readonly onUpdate: string | null;
	readonly autoIncrement: boolean;
	/** `GENERATED ALWAYS AS (…) VIRTUAL`. */
	readonly generated: string | null;
	readonly comment: string | null;
	/** CHECK and whatever else there is: a column that has some is never changed. */
	readonly rest: string;
}

export interface KeyPart {
	readonly column: string;
	/** Characters of a prefix; null for the whole column. */
	readonly length: number | null;
}

export interface Key {
	readonly kind: "primary" | "unique" | "plain" | "fulltext" | "spatial";
	readonly name: string;
	readonly parts: readonly KeyPart[];
	/** As the database says it, with whatever else it has. */
	readonly source: string;
}

export interface Table {
	readonly name: string;
	readonly engine: string;
	readonly charset: string;
	readonly collation: string;
	readonly columns: readonly Column[];
	readonly keys: readonly Key[];
	/** CHECK and FOREIGN KEY, as SQL. */
	readonly constraints: readonly string[];
}

/** MySQL does not tell upper from lower case in names of columns. */
export function sameName(one: string, other: string): boolean {
	return one.toLowerCase() === other.toLowerCase();
}
