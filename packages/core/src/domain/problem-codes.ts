declare const listed: unique symbol;

/** A code that stands in a list made by `problemCodes`, which is the only way to one: a page in docs/ explains it. */
export type ProblemCode = string & { readonly [listed]: true };

/** The codes `<area>/<name>` of one area. Each list stands in a file `codes.ts`. */
export function problemCodes<Area extends string, Name extends string>(
	area: Area,
	names: readonly Name[],
): Readonly<Record<`${Area}/${Name}`, ProblemCode>> {
	const codes = names.map((name) => `${area}/${name}`);
	return Object.fromEntries(codes.map((code) => [code, code])) as Record<
		`${Area}/${Name}`,
		ProblemCode
	>;
}

/** A code without its area. */
export type NameOf<Code> = Code extends `${string}/${infer Name}` ? Name : never;
