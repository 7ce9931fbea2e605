import { makeTree } from "../archive/make-tree.ts";
import type { FileTree } from "../domain/archive.ts";
import type { Starter, StarterAnswers } from "../platforms/starter.ts";

const mostCollected = 20;

/** What is wrong with answers as such, the first of it; undefined where they make an extension. */
export function objectionTo(
	starter: Starter,
	{ name, collects }: StarterAnswers,
): string | undefined {
	if (!starter.name.pattern.test(name))
		return `${JSON.stringify(name)} cannot be the name: ${starter.name.said}.`;
	const { noun, pattern, said } = starter.collects;
	const other = collects.find((word) => !pattern.test(word));
	if (other !== undefined) return `${JSON.stringify(other)} cannot be one of the ${noun}: ${said}.`;
	const twice = collects.find((word, at) => collects.indexOf(word) < at);
	if (twice !== undefined) return `${twice} is among the ${noun} twice.`;
	if (collects.length === 0 || collects.length > mostCollected)
		return `Name 1 to ${mostCollected} ${noun}.`;
	return undefined;
}

/** What a new extension holds, as it would be read from its folder. */
export function startedTree(starter: Starter, answers: StarterAnswers): FileTree {
	const encoder = new TextEncoder();
	const texts = [...starter.files(answers)];
	return makeTree("", new Map(texts.map(([path, text]) => [path, encoder.encode(text)])));
}
