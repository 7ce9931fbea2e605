import { createHash } from "node:crypto";

/** What the sign-in library asks of a table; `where` and `data` as it writes them. */
interface Query {
	readonly model: string;
	readonly where?: readonly { readonly field: string; readonly value: unknown }[];
	readonly data?: Readonly<Record<string, unknown>>;
	readonly update?: Readonly<Record<string, unknown>>;
}

type Member = (query: unknown) => Promise<unknown>;

/** As the library has it: made once for its options. */
type MakeAdapter<Options, Adapter> = (options: Options) => Adapter;

/**
 * Sessions are stored under the hash of their token: who reads the database cannot use one. The library has no option for
 * that; it sees the tokens that it asks by, and for all other rows their hash.
 */
export function withHashedTokens<Options, Adapter extends object>(
	make: MakeAdapter<Options, Adapter>,
): MakeAdapter<Options, Adapter> {
	return (options) => hashing(make(options));
}

/** Tokens are random, so a plain hash is enough. */
export const hashOfToken = (token: string): string =>
	createHash("sha256").update(token).digest("base64url");

function hashing<Adapter extends object>(adapter: Adapter): Adapter {
	return new Proxy(adapter, {
		get(inner, name) {
			const member: unknown = Reflect.get(inner, name);
			if (typeof member !== "function") return member;
			if (name === "transaction") {
				return (work: (within: object) => unknown) =>
					(member as (work: (within: object) => unknown) => unknown)((within) =>
						work(hashing(within)),
					);
			}
			return (query: unknown) =>
				isOfSessions(query) ? ask(member as Member, query) : (member as Member)(query);
		},
	});
}

function isOfSessions(query: unknown): query is Query {
	return (
		typeof query === "object" && query !== null && "model" in query && query.model === "session"
	);
}

async function ask(member: Member, query: Query): Promise<unknown> {
	const known = new Map<string, string>();
	const hashed = (value: unknown): unknown => {
		if (Array.isArray(value)) return value.map(hashed);
		if (typeof value !== "string") return value;
		const hash = hashOfToken(value);
		known.set(hash, value);
		return hash;
	};
	const inRow = (row: Readonly<Record<string, unknown>>) =>
		"token" in row ? { ...row, token: hashed(row.token) } : row;
	const { where, data, update } = query;
	const answer = await member({
		...query,
		...(where && {
			where: where.map((one) =>
				one.field === "token" ? { ...one, value: hashed(one.value) } : one,
			),
		}),
		...(data && { data: inRow(data) }),
		...(update && { update: inRow(update) }),
	});
	const plain = (row: unknown): unknown => {
		if (typeof row !== "object" || row === null || !("token" in row)) return row;
		return { ...row, token: known.get(String(row.token)) ?? row.token };
	};
	return Array.isArray(answer) ? answer.map(plain) : plain(answer);
}
