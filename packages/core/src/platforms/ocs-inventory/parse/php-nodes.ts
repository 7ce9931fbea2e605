import phpParser from "php-parser";

/** A node of php-parser's tree, of whose many shapes we look at few. */
export interface PhpNode {
	readonly kind: string;
	readonly [property: string]: unknown;
}

/** Throws where the source is no PHP; the text is bytes, one character each. */
export function parsePhp(source: string): PhpNode {
	const engine = new phpParser.Engine({
		parser: { extractDoc: false, suppressErrors: false },
		ast: { withPositions: true },
	});
	const program: unknown = engine.parseCode(source, "install.php");
	if (!isNode(program)) throw new Error("the PHP parser gave no program");
	return program;
}

export function isNode(value: unknown): value is PhpNode {
	return (
		typeof value === "object" && value !== null && "kind" in value && typeof value.kind === "string"
	);
}

export function nodeAt(node: PhpNode, property: string): PhpNode | undefined {
	const value = node[property];
	return isNode(value) ? value : undefined;
}

export function nodesAt(node: PhpNode, property: string): readonly PhpNode[] {
	const value = node[property];
	return Array.isArray(value) ? value.filter(isNode) : [];
}

export function textAt(node: PhpNode, property: string): string {
	const value = node[property];
	return typeof value === "string" ? value : "";
}

/** Counted from 1; 0 where the parser does not say. */
export function lineOf(node: PhpNode): number {
	const location = node.loc;
	if (typeof location !== "object" || location === null || !("start" in location)) return 0;
	const start = location.start;
	if (typeof start !== "object" || start === null || !("line" in start)) return 0;
	return typeof start.line === "number" ? start.line : 0;
}

/** The node and everything below it. */
export function* walk(root: PhpNode): Generator<PhpNode> {
	const waiting: PhpNode[] = [root];
	for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
		yield node;
		for (const value of Object.values(node)) {
			if (isNode(value)) waiting.push(value);
			else if (Array.isArray(value)) waiting.push(...value.filter(isNode));
		}
	}
}
