import { nodeAt, nodesAt, type PhpNode, textAt } from "../parse/php-nodes.ts";
import { type Check, folded, nameOf, repeated, textOf } from "./check.ts";
import { CLASSES, places } from "./places.ts";

type Kind = "class" | "function" | "const";

interface Use {
	readonly kind: Kind;
	/** As PHP compares it: constants are told apart by upper and lower case. */
	readonly short: string;
	readonly full: string;
}

const SPECIAL =
	/^(self|parent|static|int|float|bool|string|true|false|null|void|iterable|object)$/i;

/** What `use` brings, and what the file has by itself. */
export const uses: Check = ({ node }) => {
	if (node.kind !== "program" && node.kind !== "namespace") return undefined;
	const used = nodesAt(node, "children").flatMap(usesOf);
	if (used.length === 0) return undefined;
	const special = used.find(({ kind, short }) => kind === "class" && SPECIAL.test(short));
	if (special !== undefined) return `use with the name ${special.short}`;
	const twice = repeated(used.map(({ kind, short }) => `${kind} ${short}`));
	if (twice !== undefined) return `the ${twice} is used twice`;
	const byName = new Map(used.map((one) => [`${one.kind} ${one.short}`, one.full]));
	const inside = node.kind === "namespace" ? textAt(node, "name") : "";
	for (const { kind, name } of declaredIn(node)) {
		const full = byName.get(`${kind} ${kind === "const" ? name : folded(name)}`);
		const own = inside === "" ? name : `${inside}\\${name}`;
		if (full !== undefined && folded(full) !== folded(own))
			return `the ${kind} ${name} is declared and used`;
	}
	return undefined;
};

function usesOf(group: PhpNode): readonly Use[] {
	if (group.kind !== "usegroup") return [];
	const prefix = typeof group.name === "string" ? `${nameOf(group)}\\` : "";
	return nodesAt(group, "items").map((item) => {
		const kind = (textAt(item, "type") || textAt(group, "type") || "class") as Kind;
		const full = prefix + nameOf(item);
		const alias = nodeAt(item, "alias");
		const short = alias === undefined ? (full.split("\\").at(-1) ?? "") : nameOf(alias);
		return { kind, short: kind === "const" ? short : folded(short), full };
	});
}

/** Wherever they stand: in conditions and functions, too. */
function* declaredIn(root: PhpNode): Generator<{ readonly kind: Kind; readonly name: string }> {
	for (const { node, parent } of places(root)) {
		const name = nameOf(node);
		if (name === "") continue;
		if (CLASSES.has(node.kind)) yield { kind: "class", name };
		if (node.kind === "function") yield { kind: "function", name };
		if (node.kind === "constant" && parent?.node.kind === "constantstatement")
			yield { kind: "const", name };
	}
}

/** What the parser reads and PHP's grammar does not have. */
export const useLists: Check = ({ node }, source) => {
	if (node.kind !== "usegroup") return undefined;
	const text = textOf(node, source);
	const isGroup = typeof node.name === "string";
	if (isGroup && !/[^\\]\\\s*\{/.test(text)) return "use with braces behind no backslash";
	if (isGroup && nodesAt(node, "items").some((one) => textAt(one, "name").startsWith("\\")))
		return "use with a leading backslash in braces";
	if (!isGroup && /,\s*;?\s*$/.test(text)) return "use with a comma at its end";
	return /\bnamespace\s*\\/i.test(text) ? "use of namespace\\…" : undefined;
};
