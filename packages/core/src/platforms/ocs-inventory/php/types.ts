import { nodeAt, nodesAt, type PhpNode, textAt } from "../parse/php-nodes.ts";
import { folded, nameOf } from "./check.ts";

/** A type by its names, in lower case; null where there is none. */
export function namesOf(
	node: PhpNode,
	type: PhpNode | undefined = nodeAt(node, "type"),
): readonly string[] | null {
	if (type === undefined) return null;
	const parts = type.kind === "uniontype" ? nodesAt(type, "types") : [type];
	const names = parts.map((part) =>
		part.kind === "intersectiontype"
			? nodesAt(part, "types")
					.map((one) => typeName(one))
					.join("&")
			: typeName(part),
	);
	return node.nullable === true ? [...names, "null"] : names;
}

function typeName(type: PhpNode): string {
	return folded(textAt(type, "raw") || nameOf(type)).replace(/^\\/, "");
}
