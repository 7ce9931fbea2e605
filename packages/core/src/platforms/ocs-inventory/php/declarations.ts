import { lineOf, nodeAt, type PhpNode, textAt, walk } from "../parse/php-nodes.ts";
import { around, CLASSES, type Place, places } from "./places.ts";

/** A function or class that PHP knows everywhere once it has run the file. */
export interface Declaration {
	readonly kind: "function" | "class";
	/** As it is written, with its namespace. PHP does not tell upper from lower case. */
	readonly name: string;
	readonly line: number;
	readonly inNamespace: boolean;
	/** In a block of the file, which is not always run. */
	readonly isConditional: boolean;
	/** Only where nobody has declared it yet. */
	readonly isGuarded: boolean;
	readonly node: PhpNode;
}

/** Those of functions and classes count from when these are run: what is declared in a function is left out. */
export function declarationsOf(program: PhpNode): readonly Declaration[] {
	return [...places(program)].flatMap((place) => {
		const kind = place.node.kind === "function" ? "function" : "class";
		if (kind === "class" && !CLASSES.has(place.node.kind)) return [];
		const name = textAt(nodeAt(place.node, "name") ?? place.node, "name");
		const outer = [...around(place)];
		if (name === "" || outer.some(({ node }) => hides(node))) return [];
		const namespace = outer.map(({ node }) =>
			node.kind === "namespace" ? textAt(node, "name") : "",
		);
		const inside = namespace.join("");
		return [
			{
				kind,
				name: inside === "" ? name : `${inside}\\${name}`,
				line: lineOf(place.node),
				inNamespace: inside !== "",
				isConditional: outer.some(({ node, as }) => !OPEN.has(node.kind) && !isPlain(node, as)),
				isGuarded: outer.some(isGuard),
				node: place.node,
			},
		];
	});
}

const OPEN: ReadonlySet<string> = new Set(["program", "namespace", "declare"]);

/** Braces around statements, of nothing that decides whether they run. */
function isPlain(node: PhpNode, as: string): boolean {
	return node.kind === "block" && as === "children";
}

function hides(node: PhpNode): boolean {
	return (
		CLASSES.has(node.kind) || ["function", "method", "closure", "arrowfunc"].includes(node.kind)
	);
}

const ASKS = /^\\?(function|class|interface|trait|enum)_exists$/i;

function isGuard({ node }: Place): boolean {
	const test = node.kind === "if" ? nodeAt(node, "test") : undefined;
	return (
		test !== undefined &&
		[...walk(test)].some(
			(inner) => inner.kind === "call" && ASKS.test(textAt(nodeAt(inner, "what") ?? inner, "name")),
		)
	);
}

/** `function a`, the same for every way to write it. */
export function keyOf({ kind, name }: Pick<Declaration, "kind" | "name">): string {
	return `${kind} ${name.replace(/[A-Z]/g, (letter) => letter.toLowerCase())}`;
}

/** Those that are surely declared whenever the file is run. */
export function certain(declarations: readonly Declaration[]): readonly Declaration[] {
	return declarations.filter(({ isConditional, isGuarded }) => !isConditional && !isGuarded);
}

/** The second declaration of a name, which ends PHP. */
export function declaredTwice(declarations: readonly Declaration[]): readonly Declaration[] {
	const seen = new Set<string>();
	return certain(declarations).filter((one) => {
		const key = keyOf(one);
		return seen.has(key) || !seen.add(key);
	});
}
