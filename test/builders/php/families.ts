import fc from "fast-check";

/** The first in most cases, so that what is wrong stands alone. */
const mostly = (usual: string, ...others: readonly string[]) =>
	fc.oneof(
		{ weight: 2 * others.length, arbitrary: fc.constant(usual) },
		...others.map((one) => fc.constant(one)),
	);

const type = mostly(
	"",
	"int",
	"?int",
	"int|null",
	"string",
	"int|string",
	"bool",
	"false",
	"array",
	"iterable",
	"callable",
	"object",
	"mixed",
	"self",
	"A",
	"?A",
	"B",
	"I",
	"A|I",
	"A&I",
	"(A&I)|null",
);

const returned = fc.oneof(type, fc.constantFrom("void", "never", "static", "?static", "null"));

const parameter = fc
	.tuple(
		type,
		mostly("", "&", "...", "&..."),
		fc.constantFrom("$a", "$b"),
		mostly("", " = null", " = 1", " = []"),
	)
	.map(([given, sign, name, value]) => `${given} ${sign}${name}${value}`);

const method = fc
	.tuple(
		mostly("", "public", "protected", "private"),
		mostly("", "static", "final", "abstract"),
		mostly("x", "X", "y", "__construct", "__get", "__toString"),
		fc.array(parameter, { maxLength: 2 }),
		returned,
	)
	.map(
		([visibility, word, name, parameters, gives]) =>
			`${visibility} ${word} function ${name}(${parameters.join(", ")})${gives && `: ${gives}`}${word === "abstract" ? ";" : " {}"}`,
	);

const property = fc
	.tuple(
		fc.constantFrom("public", "protected", "private", "var"),
		mostly("", "static", "readonly"),
		type,
		mostly("$p", "$q", "$p, $q"),
		mostly("", " = 1", " = null", " = 'a' . 'b'", " = -1.5", " = [1, 'a' => 2]"),
	)
	.map((words) => `${words.join(" ")};`);

const constant = fc
	.tuple(mostly("", "public", "protected", "private", "final"), mostly("C", "D"))
	.map(([word, name]) => `${word} const ${name} = 1;`);

const member = fc.oneof(
	{ arbitrary: method, weight: 3 },
	{ arbitrary: property, weight: 2 },
	constant,
);

const body = (most: number) =>
	fc.array(member, { maxLength: most }).map((members) => `{ ${members.join(" ")} }`);

/** Of an interface: methods without a body, and constants. */
const asked = fc
	.tuple(mostly("", "static"), mostly("x", "y"), fc.array(parameter, { maxLength: 1 }), returned)
	.map(
		([word, name, parameters, gives]) =>
			`${word} function ${name}(${parameters.join(", ")})${gives && `: ${gives}`};`,
	);

/** Files of nothing but classes that stand on each other, most of them wrong in one place. */
export const families: fc.Arbitrary<string> = fc
	.tuple(
		mostly("class", "abstract class", "final class", "readonly class"),
		body(2),
		mostly("class", "abstract class", "readonly class"),
		fc.constantFrom("", "", " implements I"),
		body(2),
		fc.option(fc.array(fc.oneof(asked, constant), { maxLength: 2 }), { nil: [] }),
		fc.constantFrom("", "class C extends B {}", "class C extends B { function x() {} }"),
		fc.boolean(),
	)
	.map(([first, above, second, implemented, own, interfaced, third, isReversed]) => {
		const classes = [
			`${first} A ${above}`,
			`${second} B extends A${implemented} ${own}`,
			`interface I { ${interfaced.join(" ")} }`,
			third,
		];
		return (isReversed ? classes.reverse() : classes).join(" ").replace(/ +/g, " ");
	});
